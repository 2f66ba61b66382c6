"""The database file: schema and migrations, ingest, import of other event data, export."""

from riftline.store.database import IngestReport, Store

__all__ = ["IngestReport", "Store"]
