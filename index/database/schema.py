"""The tables of a library file, and the steps that bring an older file to today's format."""

FORMAT = 5
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reader TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, text_id INTEGER NOT NULL REFERENCES texts(id), sha256 TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, published TEXT NOT NULL,
    author TEXT NOT NULL, added TEXT NOT NULL, path TEXT NOT NULL, places TEXT NOT NULL DEFAULT '[]');
CREATE INDEX articles_by_text ON articles(text_id);
CREATE INDEX articles_by_path ON articles(path);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, text_id INTEGER NOT NULL REFERENCES texts(id), epoch INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, speaker TEXT NOT NULL, crc INTEGER);
CREATE INDEX passages_by_text ON passages(text_id, epoch);
CREATE TABLE vectors (passage_id INTEGER PRIMARY KEY, vector BLOB NOT NULL, crc INTEGER);
CREATE TABLE left_out (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE edits (id TEXT PRIMARY KEY, title TEXT, source TEXT, published TEXT, tags TEXT NOT NULL) WITHOUT ROWID;
"""
# From each older format to the next. Format 1 had no checksums: what it wrote keeps none (NULL). Format 2 had no
# places: an article gets them when its file is read again. Format 3 did not say what read a file: each is read again.
# Format 4 had nothing that was set by hand.
STEPS = {
    1: "ALTER TABLE passages ADD COLUMN crc INTEGER; ALTER TABLE vectors ADD COLUMN crc INTEGER",
    2: "ALTER TABLE articles ADD COLUMN places TEXT NOT NULL DEFAULT '[]'",
    3: "ALTER TABLE files ADD COLUMN reader TEXT NOT NULL DEFAULT ''",
    4: "CREATE TABLE IF NOT EXISTS edits (id TEXT PRIMARY KEY, title TEXT, source TEXT, published TEXT,"
    " tags TEXT NOT NULL) WITHOUT ROWID",
}
