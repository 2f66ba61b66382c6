"""Reading: files, folders, globs and standard input as dated documents."""

from riftline.read.documents import read_documents

__all__ = ["read_documents"]
