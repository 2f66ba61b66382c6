"""Every limit and every list of names that reading uses, in one place."""

from __future__ import annotations

from typing import Final

# A document longer than this is refused: a cut text would give false evidence, and no news
# article comes near it ("War and Peace" has 3.2 million characters).
MAX_DOCUMENT_CHARS: Final = 2_000_000

# Files that are read whole (text, Markdown, HTML): 2 million characters at 4 bytes each.
MAX_FILE_BYTES: Final = 8 * 1024 * 1024

# One row: a JSONL line, a JSON element, a CSV cell. Longer ones are named and skipped.
MAX_ROW_BYTES: Final = 16 * 1024 * 1024

CHUNK_BYTES: Final = 256 * 1024  # read at a time
SNIFF_BYTES: Final = 64 * 1024  # looked at to tell the format
PARQUET_BATCH_ROWS: Final = 256

# After this many problems in one file the rest are counted, not named.
MAX_PROBLEMS_PER_FILE: Final = 100

# Stray quotes in one CSV after which the lines they swallowed are no longer read again.
MAX_CSV_RECOVERIES: Final = 100

# More control characters than this share of the first bytes, and it is no text.
MAX_CONTROL_SHARE: Final = 0.02

# Years outside are a slip or a placeholder (0001-01-01), not a day of publication.
MIN_YEAR: Final = 1600
MAX_YEAR: Final = 2199

MAX_FRONT_MATTER_LINES: Final = 200
MAX_HEADER_LINES: Final = 60

# What a file is read as, by suffix. ".gz" after any of them is unpacked first.
SUFFIXES: Final[dict[str, str]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jl": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}

# Names that a column, a JSON key or a header line may have, the preferred one first. They are
# compared without case, blanks, "_", "-" and ".": "Publication Date" is "publication_date".
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        "text", "article_text", "full_text", "main_text", "maintext", "content", "body",
        "article_body", "article", "story", "description",
    ),
    "published": (
        "published", "date", "published_at", "date_published", "publication_date", "publish_date",
        "pub_date", "issued", "datetime", "date_time", "timestamp", "created_at", "time", "day",
    ),
    "outlet": (
        "outlet", "source", "publisher", "publication", "newspaper", "site_name", "source_name",
        "media", "hostname",
    ),
    "title": ("title", "headline", "head_line", "subject"),
    "url": ("url", "link", "web_url", "source_url", "permalink", "canonical_url", "uri", "href"),
    "id": ("id", "document_id", "doc_id", "article_id", "uuid", "guid", "_id"),
}  # fmt: skip

TEXT_HINT: Final = "name it text, content or body"

# First bytes of files that are no text whatever their name says.
MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
