"""For tests of your own: collections as snapshots of syrupy. Needs the extra `testing`."""

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from pcc.changes import RENDERERS, Change, classify, compare_collections
from pcc.errors import SourceError
from pcc.model.collection import Collection
from pcc.postman import read_collection, write_collection
from pcc.project.api import BuildResult
from pcc.reading import read_text

__all__ = ["CollectionSnapshot"]


class _Text(str):
    """The text of a collection, which prints as what is to be said of it.

    syrupy forgets an extension that was named in a call (`snapshot(extension_class=…)`) before it shows a difference,
    and compares the printed forms of the two texts line by line. So these are the lines that a reader should see.
    """

    said: str

    def __str__(self) -> str:
        return self.said


class CollectionSnapshot(SingleFileSnapshotExtension):
    """One file a collection, as `pcc build` writes it; two are equal when a reader would notice no change.

    ::

        def test_workflow(snapshot):
            built = pcc.build("take-notes", check=True)
            assert built == snapshot(extension_class=CollectionSnapshot)

    What is compared may be a build of one workflow, a `Collection`, the path of a file or the
    text of one. A snapshot that fails shows what `pcc diff` says. Ids, the order of keys and layout make no difference,
    so they alone rewrite no file.
    """

    _write_mode: ClassVar[WriteMode] = WriteMode.TEXT  # type: ignore[misc]
    # Without a dot: with `postman_collection.json` syrupy would take its own file for an unused one, and delete it.
    file_extension = "json"

    def serialize(self, data: Any, **_: Any) -> str:
        """Return the text of the file. Raises TypeError for what is no collection, FormatError and RunError."""
        collection = _collection(data)
        text = _Text(write_collection(collection))
        text.said = f"pytest --snapshot-update writes the collection “{collection.name}”"
        return text

    def read_snapshot_data_from_location(self, **where: str) -> str | None:
        """Return the text of a stored file, None when there is none."""
        stored = super().read_snapshot_data_from_location(**where)
        if stored is None:
            return None
        text = _Text(stored)
        text.said = ""
        return text

    def matches(self, *, serialized_data: Any, snapshot_data: Any) -> bool:
        """Return whether a reader would notice no change; a snapshot that is damaged matches nothing."""
        # With `diff=` both are texts of a difference.
        if serialized_data == snapshot_data:
            return True
        said = _say(snapshot_data, serialized_data)
        if isinstance(serialized_data, _Text):
            serialized_data.said = said
        return not said

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:
        """Yield what `pcc diff` says from the snapshot to what was compared."""
        yield from (_say(snapshot_data, serialized_data) if snapshot_data else str(serialized_data)).splitlines()


def _say(old: str, new: str) -> str:
    """What a reader would notice from one text to the other; empty for nothing."""
    try:
        changes = _changes(old, new)
    except SourceError as error:
        return f"the snapshot cannot be read: {error}; pytest --snapshot-update writes it anew"
    return RENDERERS["text"](changes) if changes else ""


def _collection(data: Any) -> Collection:
    match data:
        case Collection():
            return data
        case BuildResult(workflows=(workflow,)):
            name = f"{workflow.slug}.postman_collection.json"
            made = next((file.text for file in data.files if file.path == name), None)
            return _collection(made or data.out / name)
        case str() if data.lstrip("\ufeff \t\r\n").startswith("{"):
            return read_collection(data)
        case str() | PathLike():
            path = Path(data)
            return read_collection(read_text(path), file=str(path))
    raise TypeError(f"expected a collection, a build of one workflow, a path or a text, found {type(data).__name__}")


def _changes(old: str, new: str) -> tuple[Change, ...]:
    before, after = read_collection(old), read_collection(new)
    return classify(compare_collections(before, after).differences, after.name)
