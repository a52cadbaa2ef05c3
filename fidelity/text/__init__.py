"""Pure functions over text: offset maps, folding, words, the quoter's own marks, the lexicon."""
