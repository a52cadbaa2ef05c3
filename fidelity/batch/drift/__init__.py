"""Quote drift: the uses of one quotation across the articles of a run, and who has it from whom.

`gathering` reads the run into arrays; `passages` and `alike` say which uses are of the same quotation, `clusters` puts both
together; `rows` fetches the uses cluster by cluster; `ground` makes the text on top, `departures` what each use has otherwise,
`stemma` its descent, by the weights of `evidence` and the dates of `dates`; `lineages` is the order of it all.
"""
