-- The catalogue of a store. A text is what was read of a document, under the digest of its content; an original is a name for
-- a text: where and when it was found, and what is known of it. Identical copies are many originals of one text.
CREATE TABLE texts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,   -- what the index by words calls it; never used twice
  digest TEXT NOT NULL UNIQUE,                -- SHA-256 of the unpacked content
  data BLOB NOT NULL,
  letters INTEGER NOT NULL,                   -- code points of the text
  words INTEGER NOT NULL
);
CREATE TABLE originals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uri TEXT NOT NULL,
  sha256 TEXT NOT NULL,                       -- of the file as it was added
  text INTEGER NOT NULL REFERENCES texts (number),
  reader TEXT NOT NULL,                       -- version of the reader, so that a better one reads again
  address TEXT,                               -- the url as it is compared
  url TEXT, title TEXT, author TEXT, publisher TEXT, published TEXT, snapshot TEXT, language TEXT,
  problem TEXT,                               -- why it cannot be used, if it cannot
  UNIQUE (uri, sha256)
);
CREATE INDEX originals_by_address ON originals (address);
CREATE INDEX originals_by_text ON originals (text);
CREATE TABLE title_words (
  word TEXT NOT NULL,
  original INTEGER NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  PRIMARY KEY (word, original)
) WITHOUT ROWID;
CREATE INDEX title_words_by_original ON title_words (original);
CREATE TABLE segments (
  name TEXT PRIMARY KEY,                      -- a file in the folder `words`
  documents INTEGER NOT NULL
);
CREATE TABLE files (
  path TEXT PRIMARY KEY,                      -- a file of which all originals are stored: unchanged, it need not be read again
  sha256 TEXT NOT NULL,
  said TEXT NOT NULL                          -- the reader's version, and what a catalogue beside the file said of it
);
CREATE TABLE removed (number INTEGER PRIMARY KEY);  -- texts that are gone from the catalogue but still in a segment
