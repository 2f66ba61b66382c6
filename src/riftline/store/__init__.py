"""The database file: schema and migrations, ingest, import of other event data, export."""

from riftline.store.database import IngestReport, Store
from riftline.store.export import export_events, iter_records
from riftline.store.imports import ImportReport, import_events

__all__ = [
    "ImportReport",
    "IngestReport",
    "Store",
    "export_events",
    "import_events",
    "iter_records",
]
