"""What a source depends on: the local modules that it imports, and the files that were read while it was compiled."""

import ast
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ["Imports", "follow_files"]

# Whoever names one of these may depend on what nobody can follow: modules by name, the process, the clock, chance.
_OPAQUE = frozenset(
    (
        *("__import__", "builtins", "datetime", "environ", "environb", "eval", "exec", "getenv", "importlib"),
        *("platform", "random", "runpy", "secrets", "socket", "subprocess", "sys", "time", "urandom", "uuid"),
    )
)
# So may whoever asks whether a file is there. Without one of these modules the words mean something else, such as
# `jsonpath("$.id").exists()`.
_FILES = frozenset(("glob", "os", "pathlib", "shutil"))
_ASKING = frozenset(
    ("exists", "getmtime", "getsize", "is_dir", "is_file", "isdir", "isfile", "lexists", "lstat", "stat")
)


class Imports:
    """The modules below a source root that sources import; each file is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Path, frozenset[Path] | None] = {}

    def of(self, source: Path) -> frozenset[Path] | None:
        """Return every file that a source imports, itself and transitive ones included.

        Files that are not there, but would be what an import means if they were, are among them. None when a source
        does what cannot be followed.
        """
        found: set[Path] = set()
        waiting = {source}
        while waiting:
            file = waiting.pop()
            found.add(file)
            if file not in self._known:
                self._known[file] = _imported(file, self._root)
            imported = self._known[file]
            if imported is None:
                return None
            waiting |= imported - found
        return frozenset(found)


def _imported(source: Path, root: Path) -> frozenset[Path] | None:
    if not source.is_file():
        return frozenset()
    tree = ast.parse(source.read_bytes())
    words = {word for node in ast.walk(tree) for word in _words(node)}
    if words & _OPAQUE or (words & _FILES and words & _ASKING):
        return None
    names = {name for node in ast.walk(tree) for name in _names(node, source, root)}
    return frozenset(path for name in names for path in _candidates(name, root))


def _words(node: ast.AST) -> Iterator[str]:
    """The names that a node uses or imports; of a module's, the first part."""
    match node:
        case ast.Name(name) | ast.Attribute(_, name):
            yield name
        case ast.alias(name):
            yield name.partition(".")[0]
        case ast.ImportFrom(module=str(module)):
            yield module.partition(".")[0]


def _names(node: ast.AST, source: Path, root: Path) -> Iterator[tuple[str, ...]]:
    """The dotted names that a node may import, as parts; of `from a import b`, `b` may be a module too."""
    match node:
        case ast.Import(names):
            yield from (tuple(alias.name.split(".")) for alias in names)
        case ast.ImportFrom(module, names, level):
            package = source.parent.relative_to(root).parts if level else ()
            base = (*package[: len(package) - (level or 1) + 1], *(module or "").split(".")) if module else package
            yield from ((*base, alias.name) for alias in names)


def _candidates(name: tuple[str, ...], root: Path) -> Iterator[Path]:
    folder = root
    for part in name:
        yield folder / f"{part}.py"
        yield folder / part / "__init__.py"
        folder /= part
        if not folder.is_dir():
            return


@contextmanager
def follow_files() -> Iterator[set[Path]]:
    """Collect the files that are opened for reading, and the folders that are listed, until the end of the block."""
    _hook()
    before, opened = _Opened.paths, set[Path]()
    _Opened.paths = opened
    try:
        yield opened
    finally:
        _Opened.paths = before


class _Opened:
    paths: set[Path] | None = None


@cache
def _hook() -> None:
    # Python offers no way to take a hook away: it looks on only while somebody collects.
    sys.addaudithook(_see)


def _see(event: str, arguments: tuple[Any, ...]) -> None:
    if _Opened.paths is None or event not in ("open", "os.listdir", "os.scandir"):
        return
    path = arguments[0]
    reads = event != "open" or not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    if isinstance(path, str | bytes | os.PathLike) and reads and not _by_import():
        _Opened.paths.add(Path(os.path.abspath(os.fsdecode(path))))  # noqa: PTH100 - links count as they are


def _by_import() -> bool:
    # Modules are followed by what the sources say; the finders of Python list whole folders for them.
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - the only way to know who asks
    while frame is not None:
        if not frame.f_code.co_filename.startswith("<frozen"):
            return False
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
