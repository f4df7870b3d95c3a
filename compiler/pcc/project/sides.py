"""The two sides of `pcc diff`: Postman's files of a folder, of a revision, or of what the sources compile to."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pcc.diagnostics import shown_path
from pcc.emit import merge_files
from pcc.errors import FormatError, PccError, SourceError, WorkflowError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.postman import read_collection, read_environment
from pcc.project.git import read_blobs
from pcc.project.settings import ProjectSettings
from pcc.reading import decode_text, read_text

__all__ = ["Side", "compiled_side", "file_side", "folder_side", "narrow", "revision_side"]

T = TypeVar("T", Collection, Environment)

_SUFFIXES = {
    ".postman_collection.json": "collection",
    ".postman_environment.json": "environment",
    ".postman_globals.json": "environment",
}
_PASSED_OVER = {"node_modules", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Side:
    """What is on one side, by name: the path of a file below its folder. `single` is one file that was named itself."""

    collections: Mapping[str, Collection] = field(default_factory=dict)
    environments: Mapping[str, Environment] = field(default_factory=dict)
    single: bool = False


def file_side(path: Path) -> Side:
    """Return one file. Raises SourceError for what cannot be read, or is neither a collection nor an environment."""
    name = shown_path(path)
    node = _read(path.name, _text(path), name)
    if node is None:
        raise FormatError("this is neither a Postman collection nor an environment", file=name)
    return _side([(path.name, node)], single=True)


def folder_side(folder: Path) -> Side:
    """Return the collections and environments of a folder and the folders below; other JSON is passed over.

    A missing folder is empty. Raises SourceError for a file that says it is one of them by its name, and is none.
    """
    found = sorted(_json_files(folder))
    nodes = ((path.relative_to(folder).as_posix(), _read(path.name, _text(path), shown_path(path))) for path in found)
    return _side((name, node) for name, node in nodes if node is not None)


def _json_files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _PASSED_OVER]
        yield from (Path(root, name) for name in files if name.endswith(".json"))


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except FormatError:
        raise
    except PccError as error:
        raise SourceError(str(error)) from None


def _side(nodes: Iterable[tuple[str, Collection | Environment]], *, single: bool = False) -> Side:
    collections: dict[str, Collection] = {}
    environments: dict[str, Environment] = {}
    for name, node in nodes:
        if isinstance(node, Collection):
            collections[name] = node
        else:
            environments[name] = node
    return Side(collections, environments, single)


def _read(name: str, text: str, file: str) -> Collection | Environment | None:
    """Read a file as what its name says that it is; without such a name as what it turns out to be, or None."""
    kind = next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), None) or _looks(text)
    if kind == "collection":
        return read_collection(text, file=file, only_to_run=True)
    return read_environment(text, file=file, only_to_run=True) if kind == "environment" else None


def _looks(text: str) -> str | None:
    from pcc.postman.document.text import read_json
    from pcc.postman.formats import unwrap

    try:
        root = read_json(text)
    except FormatError:
        return None
    for kind in ("collection", "environment"):
        value, _ = unwrap(root, kind)
        if isinstance(value, dict) and isinstance(value.get("info"), dict) and isinstance(value.get("item"), list):
            return "collection"
        if isinstance(value, dict) and isinstance(value.get("values"), list):
            return "environment"
    return None


def compiled_side(settings: ProjectSettings, names: Iterable[str] = ()) -> Side:
    """Return what the sources compile to now: these workflows with their environments, or all.

    Raises UsageError for unknown names, WorkflowError for a workflow that does not compile.
    """
    from pcc.project.compile import compile_workflows

    compiled = compile_workflows(settings, tuple(names))
    if not compiled.valid:
        first = compiled.diagnostics[0]
        raise WorkflowError(f"the workflows do not compile: {first.message}; `pcc build` shows all", first.origin)
    files = merge_files(file for workflow in compiled.workflows for file in (*workflow.own, *workflow.shared))
    nodes = ((file.path, _read(file.path, file.text, file.path)) for file in files if file.path.endswith(".json"))
    return _side((name, node) for name, node in nodes if node is not None)


def revision_side(settings: ProjectSettings, commit: str, shown: str) -> Side:
    """Return the output folder as it was committed; `shown` is what the user calls the revision.

    The folder is the one that `[tool.pcc] out` named then. A revision without it is empty. Raises SourceError.
    """
    files = read_blobs(settings.root, commit, _out(settings, commit))
    nodes = []
    for name, data in sorted(files.items()):
        if name.endswith(".json"):
            file = f"{shown}:{name}"
            node = _read(name, decode_text(data, file=file), file)
            nodes += [(name, node)] if node is not None else []
    return _side(nodes)


def _out(settings: ProjectSettings, commit: str) -> str:
    committed = read_blobs(settings.root, commit, "pyproject.toml").get("pyproject.toml", b"")
    try:
        said = tomllib.loads(committed.decode())["tool"]["pcc"].get("out", "out")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
        said = None
    return said if isinstance(said, str) else os.path.relpath(settings.out, settings.root).replace(os.sep, "/")


def narrow(side: Side, other: Side) -> Side:
    """Return the files of a side that belong to those of the other: by name, or else by title.

    When the other is one file, and this side has one of its kind, these two are meant.
    """
    return Side(
        _chosen(side.collections, other.collections, single=other.single),
        _chosen(side.environments, other.environments, single=other.single),
    )


def _chosen(own: Mapping[str, T], others: Mapping[str, T], *, single: bool) -> Mapping[str, T]:
    titles = {node.name for node in others.values()}
    named = {name: node for name, node in own.items() if name in others}
    named = named or {name: node for name, node in own.items() if node.name in titles}
    return named or (own if single and len(own) == len(others) == 1 else {})
