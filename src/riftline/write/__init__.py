"""Writing: event records and mentions as JSONL, CSV or Parquet, complete or absent."""

from riftline.write.load import read_events
from riftline.write.plain import event_from_dict
from riftline.write.schema import EVENT_SCHEMA, events_to_table
from riftline.write.writers import (
    ResultWriter,
    open_mention_writer,
    open_writer,
    write_events,
    write_mentions,
)

__all__ = [
    "EVENT_SCHEMA",
    "ResultWriter",
    "event_from_dict",
    "events_to_table",
    "open_mention_writer",
    "open_writer",
    "read_events",
    "write_events",
    "write_mentions",
]
