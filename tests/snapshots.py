"""Snapshots as files of their own: text, compared to the letter. `pytest --snapshot-update` writes them anew."""

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

__all__ = ["JsonSnapshot", "MarkdownSnapshot", "TextSnapshot"]


class TextSnapshot(SingleFileSnapshotExtension):
    """A file of text. The extension goes without a dot: with one, syrupy does not find its own files again."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class JsonSnapshot(TextSnapshot):
    """A file of JSON as it was written: keys keep their order."""

    file_extension = "json"


class MarkdownSnapshot(TextSnapshot):
    """A page."""

    file_extension = "md"
