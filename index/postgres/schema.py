"""The tables of a library on a server, and the steps that bring an older library to today's format.

The steps are run in one transaction behind an advisory lock, in the library's own schema, as those of a folder are.
Libraries made for it were left out: Alembic brings SQLAlchemy for a loop of one line, and yoyo keeps its lock as a row
that a killed process leaves behind.
"""

FORMAT = 2
SEGMENT = 10_000  # passage numbers
# Texts compare by code points, as in SQLite. `search` holds what is searched of each passage: it is written in the
# transaction that writes the passage, and can be made again from the other tables. `jobs` are the files for workers.
#
# What holds a word is a row of postings for each segment, a range of passage numbers: `fresh` for each transaction,
# made into one segment of `postings` when there are enough. Passages that went since are in `gone`.
POSTINGS = """
CREATE TABLE segments (first BIGINT PRIMARY KEY, last BIGINT NOT NULL);
CREATE TABLE postings (
    epoch INTEGER, word BIGINT, segment BIGINT, held BYTEA STORAGE EXTERNAL NOT NULL,
    PRIMARY KEY (epoch, word, segment));
CREATE TABLE fresh (LIKE postings INCLUDING ALL);
CREATE TABLE gone (
    epoch INTEGER, passage_id BIGINT, words INTEGER NOT NULL, PRIMARY KEY (epoch, passage_id));
CREATE FUNCTION posted(after BIGINT, up_to BIGINT) RETURNS TABLE (epoch INTEGER, word BIGINT, held BYTEA)
    LANGUAGE sql STABLE AS $$
    SELECT s.epoch, one.word, string_agg(int4send((passage_id - after)::integer) || int2send(one.count)
            || int2send(least(text_norm, 32767)::smallint) || int2send(least(title_norm, 32767)::smallint),
        '' ORDER BY passage_id)
    FROM search s CROSS JOIN unnest(s.words, s.counts) AS one(word, count)
    WHERE passage_id > after AND passage_id <= up_to GROUP BY s.epoch, one.word$$;
CREATE FUNCTION make_segment(after BIGINT, up_to BIGINT) RETURNS void LANGUAGE sql AS $$
    INSERT INTO postings SELECT epoch, word, after, held FROM posted(after, up_to);
    DELETE FROM fresh WHERE segment >= after AND segment < up_to;
    DELETE FROM gone WHERE passage_id > after AND passage_id <= up_to;
    INSERT INTO segments VALUES (after, up_to) ON CONFLICT (first) DO UPDATE SET last = excluded.last$$;
CREATE OR REPLACE FUNCTION count_gone() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
    UPDATE totals SET passages = totals.passages - gone.passages, text_words = totals.text_words - gone.text_words,
        title_words = totals.title_words - gone.title_words
    FROM (SELECT epoch, count(*) AS passages, sum(text_length) AS text_words, sum(title_length) AS title_words
        FROM changed GROUP BY epoch) gone WHERE gone.epoch = totals.epoch;
    DELETE FROM totals WHERE passages = 0;
    INSERT INTO gone SELECT epoch, passage_id, cardinality(words) FROM changed;
    RETURN NULL;
END$$;
"""
SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE texts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE files (path TEXT COLLATE "C" PRIMARY KEY, sha256 TEXT NOT NULL, reader TEXT NOT NULL DEFAULT '');
CREATE TABLE folders (path TEXT COLLATE "C" PRIMARY KEY);
CREATE TABLE articles (
    id TEXT COLLATE "C" PRIMARY KEY, text_id BIGINT NOT NULL REFERENCES texts(id), sha256 TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT COLLATE "C" NOT NULL, url TEXT NOT NULL, published TEXT COLLATE "C" NOT NULL,
    author TEXT NOT NULL, added TEXT NOT NULL, path TEXT COLLATE "C" NOT NULL, places TEXT NOT NULL DEFAULT '[]');
CREATE INDEX articles_by_text ON articles(text_id);
CREATE INDEX articles_by_path ON articles(path);
CREATE TABLE passages (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text_id BIGINT NOT NULL REFERENCES texts(id),
    epoch INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, speaker TEXT NOT NULL, crc BIGINT);
CREATE INDEX passages_by_text ON passages(text_id, epoch);
CREATE TABLE vectors (passage_id BIGINT PRIMARY KEY, vector BYTEA STORAGE EXTERNAL NOT NULL, crc BIGINT);
CREATE TABLE left_out (id TEXT COLLATE "C" PRIMARY KEY, sha256 TEXT NOT NULL);
CREATE TABLE edits (
    id TEXT COLLATE "C" PRIMARY KEY, title TEXT, source TEXT COLLATE "C", published TEXT COLLATE "C",
    tags TEXT NOT NULL);

CREATE TABLE search (
    passage_id BIGINT PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE, text_id BIGINT NOT NULL,
    epoch INTEGER NOT NULL, vector HALFVEC NOT NULL, words BIGINT[] NOT NULL, counts SMALLINT[] NOT NULL,
    text_length INTEGER NOT NULL, title_length INTEGER NOT NULL, text_norm INTEGER NOT NULL,
    title_norm INTEGER NOT NULL, grams BIGINT[] NOT NULL);
CREATE INDEX search_by_text ON search(text_id, epoch) INCLUDE (passage_id);
CREATE INDEX search_by_gram ON search USING gin (grams);
CREATE TABLE totals (
    epoch INTEGER PRIMARY KEY, passages BIGINT NOT NULL, text_words BIGINT NOT NULL, title_words BIGINT NOT NULL);
CREATE FUNCTION count_added() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
    INSERT INTO totals SELECT epoch, count(*), sum(text_length), sum(title_length) FROM changed GROUP BY epoch
    ON CONFLICT (epoch) DO UPDATE SET passages = totals.passages + excluded.passages,
        text_words = totals.text_words + excluded.text_words, title_words = totals.title_words + excluded.title_words;
    RETURN NULL;
END$$;
CREATE TRIGGER added AFTER INSERT ON search REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_added();
{POSTINGS}CREATE TRIGGER gone AFTER DELETE ON search REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION count_gone();

CREATE TABLE jobs (
    path TEXT COLLATE "C" PRIMARY KEY, root TEXT COLLATE "C" NOT NULL, state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0, worker TEXT NOT NULL DEFAULT '',
    leased_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity', added TEXT NOT NULL DEFAULT '[]',
    changed TEXT NOT NULL DEFAULT '[]', bucket TEXT NOT NULL DEFAULT '');
CREATE INDEX jobs_waiting ON jobs(attempts, path) WHERE state = 'waiting';

CREATE FUNCTION listed_numbers(list TEXT) RETURNS TABLE (value BIGINT) LANGUAGE sql IMMUTABLE ROWS 100
    AS $$SELECT one::bigint FROM jsonb_array_elements_text(list::jsonb) AS one$$;
CREATE FUNCTION listed_names(list TEXT) RETURNS TABLE (value TEXT) LANGUAGE sql IMMUTABLE ROWS 100
    AS $$SELECT one COLLATE "C" FROM jsonb_array_elements_text(list::jsonb) AS one$$;
INSERT INTO meta VALUES ('format', '0'), ('generation', '0'), ('epoch', '1');
"""
STEPS: dict[int, str] = {  # from each older format to the next
    1: f"""
ALTER TABLE jobs ADD COLUMN bucket TEXT NOT NULL DEFAULT '';
DROP INDEX search_by_word;
DROP INDEX search_by_text;
CREATE INDEX search_by_text ON search(text_id, epoch) INCLUDE (passage_id);
{POSTINGS}
DO $$BEGIN
    FOR part IN 0..(SELECT coalesce(max(passage_id), 0) / {SEGMENT} FROM search) LOOP
        PERFORM make_segment(part * {SEGMENT}, (part + 1) * {SEGMENT});
    END LOOP;
    DELETE FROM segments WHERE first > (SELECT coalesce(max(passage_id), 0) FROM search);
END$$;
"""
}
