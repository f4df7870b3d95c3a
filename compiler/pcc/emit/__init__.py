"""Emitting: model in, files out. One writer touches the disk, atomically."""

from pcc.emit.files import OutputFile, Stale, find_stale, merge_files, write_files
from pcc.emit.page import emit_page, page_texts
from pcc.emit.postman import emit_collection, emit_environment

__all__ = [
    "OutputFile",
    "Stale",
    "emit_collection",
    "emit_environment",
    "emit_page",
    "find_stale",
    "merge_files",
    "page_texts",
    "write_files",
]
