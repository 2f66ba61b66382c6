"""The tables of a Riftline database file, and how an older file becomes a newer one.

``MIGRATIONS[n]`` holds the statements that take schema version ``n`` to ``n + 1``; a new file
runs all of them. A released step is never edited: a change is a new step at the end.

Big tables carry no primary key on purpose. DuckDB keeps a key's index in memory, which fifty
million imported events would not fit; uniqueness is kept by the ingest instead
(``Store.add_many`` replaces by document, an import skips source ids that are already there).
"""

from __future__ import annotations

_ENTITY = (
    'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, name VARCHAR, entity_id VARCHAR, '
    "country VARCHAR, sectors VARCHAR[], role VARCHAR, role_from VARCHAR, role_to VARCHAR, "
    "members VARCHAR[])"
)
_SPAN = 'STRUCT("start" INTEGER, "end" INTEGER, "text" VARCHAR)'

_VERSION_1 = f"""
CREATE TABLE documents (
    document_id VARCHAR PRIMARY KEY,
    version INTEGER NOT NULL,          -- 1, and one more each time the article was corrected
    sha256 VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    published DATE,
    outlet VARCHAR,
    url VARCHAR,
    title VARCHAR,
    coder_version VARCHAR
);
CREATE TABLE history (                 -- what a correction replaced, whole, as JSON
    document_id VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    sha256 VARCHAR NOT NULL,
    published DATE,
    coder_version VARCHAR,
    record VARCHAR NOT NULL
);
CREATE TABLE sentences (
    document_id VARCHAR NOT NULL, "index" INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, "text" VARCHAR NOT NULL
);
CREATE TABLE events (
    event_id VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,           -- riftline, icews, gdelt, polecat, ucdp
    source_key UBIGINT,                -- the origin's own number of the event; NULL for riftline
    import_id INTEGER,
    position INTEGER,                  -- order within the document
    document_id VARCHAR,
    document_sha256 VARCHAR,
    outlet VARCHAR,
    published DATE,
    url VARCHAR,
    sentence_index INTEGER, sentence_start INTEGER, sentence_end INTEGER, sentence_text VARCHAR,
    trigger_start INTEGER, trigger_end INTEGER, trigger_text VARCHAR,
    event_type VARCHAR,                -- NULL where the origin's code has no PLOVER type
    modes VARCHAR[],
    contexts VARCHAR[],
    quad_class VARCHAR,
    intensity DOUBLE,                  -- PLOVER score
    cameo VARCHAR,
    source_intensity DOUBLE,           -- the origin's own score (Goldstein), as given
    auxiliary_modes VARCHAR[],
    voice VARCHAR,
    speaker {_ENTITY},
    cue {_SPAN},
    date_start DATE, date_end DATE, date_precision VARCHAR, date_text VARCHAR,
    date_span_start INTEGER, date_span_end INTEGER,
    place_text VARCHAR, place_start INTEGER, place_end INTEGER, place_name VARCHAR,
    place_country VARCHAR, place_admin1 VARCHAR, lat DOUBLE, lon DOUBLE, geonames_id BIGINT,
    place_confidence DOUBLE,
    story_id VARCHAR,
    confidence DOUBLE,
    coder_version VARCHAR
);
CREATE TABLE participants (            -- of coded documents; an import's are in event_pairs
    event_id VARCHAR NOT NULL,
    document_id VARCHAR,
    side VARCHAR NOT NULL,             -- actor or recipient
    position INTEGER NOT NULL,
    "text" VARCHAR, "start" INTEGER, "end" INTEGER,
    name VARCHAR, entity_id VARCHAR, country VARCHAR, sectors VARCHAR[],
    role VARCHAR, role_from VARCHAR, role_to VARCHAR, members VARCHAR[]
);
CREATE TABLE magnitudes (
    event_id VARCHAR NOT NULL, document_id VARCHAR, import_id INTEGER, position INTEGER NOT NULL,
    kind VARCHAR NOT NULL, value DOUBLE, low DOUBLE, high DOUBLE, unit VARCHAR, usd DOUBLE,
    "text" VARCHAR, "start" INTEGER, "end" INTEGER
);
CREATE TABLE quotes (
    document_id VARCHAR NOT NULL, position INTEGER NOT NULL,
    "start" INTEGER, "end" INTEGER, "text" VARCHAR, direct BOOLEAN, anonymous VARCHAR,
    speaker {_ENTITY}, cue {_SPAN}
);
CREATE TABLE claims (
    document_id VARCHAR NOT NULL, position INTEGER NOT NULL, kind VARCHAR,
    "start" INTEGER, "end" INTEGER, "text" VARCHAR,
    parts MAP(VARCHAR, {_SPAN}), voice VARCHAR, speaker {_ENTITY}
);
CREATE TABLE mentions (
    document_id VARCHAR NOT NULL, position INTEGER NOT NULL, kind VARCHAR,
    "start" INTEGER, "end" INTEGER, "text" VARCHAR, value VARCHAR   -- JSON
);
-- One row for each (actor, recipient) of an event, flat, so that a measure over millions of
-- events reads one table. An event with one side only has one row for each participant.
CREATE TABLE event_pairs (
    event_id VARCHAR NOT NULL,
    document_id VARCHAR,
    origin VARCHAR NOT NULL,
    import_id INTEGER,
    happening UBIGINT NOT NULL,        -- same number: reports of one happening
    day DATE,                          -- event_date.start, else published
    date_precision VARCHAR,
    status VARCHAR NOT NULL,           -- done, planned, hypothetical, denied
    mutual BOOLEAN NOT NULL,           -- both sides are actors of a reciprocal event
    event_type VARCHAR, quad_class VARCHAR, intensity DOUBLE, source_intensity DOUBLE,
    reports INTEGER NOT NULL,          -- articles behind the row (GDELT counts them itself)
    outlet VARCHAR,
    a_name VARCHAR, a_entity_id VARCHAR, a_country VARCHAR, a_sectors VARCHAR,
    r_name VARCHAR, r_entity_id VARCHAR, r_country VARCHAR, r_sectors VARCHAR
);
CREATE TABLE imports (
    import_id INTEGER NOT NULL, origin VARCHAR NOT NULL, file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL, events BIGINT NOT NULL, rejected BIGINT NOT NULL
);
CREATE TABLE import_coverage (         -- how much an import holds for each day
    import_id INTEGER NOT NULL, origin VARCHAR NOT NULL, day DATE NOT NULL, events BIGINT NOT NULL
)
"""

_VERSION_2 = """
CREATE TABLE copies (                  -- which documents share wording, see riftline.stories.copies
    document_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    share DOUBLE, similarity DOUBLE, longest BIGINT, "order" VARCHAR
);
CREATE TABLE copies_seen (document_id VARCHAR NOT NULL)   -- documents compared already
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1, _VERSION_2)
STORE_VERSION = len(MIGRATIONS)

# Rows that belong to one document and go when it is replaced.
DOCUMENT_TABLES = (
    "sentences",
    "events",
    "participants",
    "magnitudes",
    "quotes",
    "claims",
    "mentions",
    "event_pairs",
    "copies",
    "copies_seen",
)
