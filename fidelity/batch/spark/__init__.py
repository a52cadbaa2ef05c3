"""The Spark engine: the same plan, the same check, the same tables as the local engine, on as many machines as there are.

The driver (this process) keeps the plan and the journal; the executors check whole chunks. What the check of a chunk gives
depends on nothing but its articles and originals, and stands in the run's folder whole or not at all, so that a chunk that is
checked twice, because an executor died or only seemed to, is as good as one that is checked once.

    engine.py   the driver: chunks handed out, progress, the journal
    session.py  Spark itself, started and stopped
    task.py     what an executor does with chunks

Where the originals are too many for a store, each chunk gets the part of the archive that its articles can ask for, by joins:

    originals.py  originals read once, by the executors, into a table
    portion.py    a chunk's part of the archive, kept as files and asked as a store is
    asking.py     what the articles of a chunk ask for, round by round
    joins.py      the answers
    rounds.py     the order of all this
"""
