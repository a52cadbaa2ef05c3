"""The answers to what chunks ask for, as Spark SQL over the table of originals. Each is small beside the originals."""

from __future__ import annotations

from typing import Final

from fidelity.batch.spark.originals import META

LONGEST: Final = 1 << 20
"""Texts of a gram that are told at most, the first ones: a look-up reads so many only if all its grams are that common."""
_TITLES: Final = 64  # originals of a title that are told at most: more than are ever asked for

_META: Final = ", ".join(META)

KEYED: Final = "SELECT raw.*, base + nth AS key FROM raw JOIN bases ON raw.unit = bases.of"
"""Originals, each with its place among all: `raw` as read, `bases` how many stand before each unit."""

CATALOGUE: Final = f"""
WITH every AS (SELECT uri, sha256, digest, letters, problem, {_META}, address, titled, key FROM keyed),
texts AS (SELECT digest, min(key) AS number FROM every GROUP BY digest),
named AS (SELECT *, min(key) OVER same AS id, max(key) OVER same AS latest FROM every
          WINDOW same AS (PARTITION BY uri, sha256)),
kept AS (SELECT *, max(id) OVER (PARTITION BY uri) AS newest FROM named WHERE key = latest)
SELECT id, uri, sha256, number, kept.digest, letters, problem, {_META}, address, titled
FROM kept JOIN texts ON kept.digest = texts.digest WHERE problem IS NULL OR id = newest
"""  # noqa: S608 - names of ours
"""What a store's catalogue would say of them: copies share a text, what is given twice counts once, what is unreadable gives
way to a later version."""

TEXTS: Final = """
SELECT key AS number, grams, data FROM keyed LEFT SEMI JOIN (SELECT DISTINCT number FROM catalogue) c ON keyed.key = c.number
"""

COUNTS: Final = f"""
WITH held AS (SELECT gram, count(*) AS held FROM postings GROUP BY gram),
asked AS (SELECT chunk, number AS gram FROM asked_first WHERE kind = 'gram')
SELECT asked.chunk, asked.gram, least(held, {LONGEST}) AS held FROM asked JOIN held ON asked.gram = held.gram
UNION ALL SELECT chunk, -1L, 0L FROM chunks
"""  # noqa: S608 - names of ours
"""How many texts hold each gram that a chunk asks for."""

LISTS: Final = f"""
WITH wanted AS (SELECT chunk, number AS gram FROM asked_second WHERE kind = 'list'),
near AS (SELECT gram, number, row_number() OVER (PARTITION BY gram ORDER BY number) AS nth FROM postings),
lists AS (SELECT gram, collect_list(number) AS numbers FROM near WHERE nth <= {LONGEST} GROUP BY gram),
titles AS (SELECT DISTINCT text FROM asked_first WHERE kind = 'title'),
said AS (SELECT text, explode(split(text, ' ')) AS word FROM titles),
holding AS (SELECT * FROM (SELECT id, explode(titled) AS word FROM catalogue) t LEFT SEMI JOIN said ON said.word = t.word),
often AS (SELECT word, count(*) AS often FROM holding GROUP BY word),
weighed AS (SELECT said.text, holding.id, array_sort(collect_list(struct(said.word AS word, 1D / often AS weight))) AS parts
            FROM said JOIN holding ON said.word = holding.word JOIN often ON often.word = said.word
            GROUP BY said.text, holding.id),
summed AS (SELECT text, id, aggregate(parts, 0D, (sum, part) -> sum + part.weight) AS weight FROM weighed),
ranked AS (SELECT text, id, row_number() OVER (PARTITION BY text ORDER BY weight DESC, id) AS nth FROM summed),
best AS (SELECT text, transform(array_sort(collect_list(struct(nth, id))), x -> x.id) AS numbers
         FROM ranked WHERE nth <= {_TITLES} GROUP BY text)
SELECT chunk, 'list' AS kind, wanted.gram, CAST(NULL AS STRING) AS text, sort_array(numbers) AS numbers
FROM wanted JOIN lists ON wanted.gram = lists.gram
UNION ALL SELECT chunk, 'title', NULL, best.text, numbers
FROM (SELECT chunk, text FROM asked_first WHERE kind = 'title') a JOIN best ON a.text = best.text
UNION ALL SELECT chunk, 'none', NULL, NULL, NULL FROM chunks
"""  # noqa: S608 - names of ours
"""The texts that hold each gram whose list is read, and for each title the originals whose titles are most like it."""

ENTRIES: Final = """
WITH direct AS (
  SELECT chunk, id, uri, c.address FROM asked_third a JOIN catalogue c ON a.number = c.id WHERE kind = 'id'
  UNION SELECT chunk, id, uri, c.address FROM asked_third a JOIN catalogue c ON a.number = c.number WHERE kind = 'text'),
pages AS (
  SELECT chunk, address FROM direct WHERE address IS NOT NULL
  UNION SELECT chunk, text FROM asked_third WHERE kind = 'address'),
known AS (
  SELECT chunk, id, uri FROM direct
  UNION SELECT p.chunk, c.id, c.uri FROM pages p JOIN catalogue c ON p.address = c.address),
newest AS (SELECT uri, max(id) AS id FROM catalogue GROUP BY uri),
every AS (SELECT chunk, id FROM known UNION SELECT k.chunk, n.id FROM known k JOIN newest n ON k.uri = n.uri)
SELECT every.chunk, to_json(struct(c.*)) AS entry FROM every JOIN catalogue c ON every.id = c.id
UNION ALL SELECT chunk, NULL FROM chunks
"""
"""What the catalogue says of the originals asked for, of the other copies of their pages, and of the newest of each name."""

DOCUMENTS: Final = """
SELECT a.chunk, t.number, t.data FROM asked_fourth a JOIN texts t ON a.number = t.number WHERE a.kind = 'document'
UNION ALL SELECT chunk, NULL, NULL FROM chunks
"""
"""The texts of the originals that are chosen."""
