"""What a build remembers of the sources that it compiled, so that the next one compiles only what changed.

It is a file in the project (`.pcc_cache/build.json`). Everything is compared by content, never by time: an entry counts
as long as everything that its source depends on, pcc and the installed packages included, is as it was.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pcc.emit import OutputFile, write_files
from pcc.errors import RunError
from pcc.templating.files import read_template, template_names

__all__ = ["BuiltWorkflow", "Digests", "Entry", "digest_bytes", "read_cache", "write_cache"]

_FOLDER = ".pcc_cache"
_FILE = "build.json"


@dataclass(frozen=True, slots=True)
class BuiltWorkflow:
    """A workflow that was built: `module` is that of its source, `environment` the slug of its environment.

    `steps` is the number of numbered steps.
    """

    slug: str
    module: str
    title: str
    steps: int
    environment: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a source compiled to: its workflows, and the digest of each file by its path below the output folder.

    `key` is the digest of what it `depends_on`.
    """

    key: str
    depends_on: tuple[str, ...]
    workflows: tuple[BuiltWorkflow, ...]
    outputs: Mapping[str, str]


class Digests:
    """Digests of files and folders by their paths, relative to a folder or absolute; each is read once."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the digest of a file's content, or of a folder's names; empty when nothing is there."""
        if path not in self._known:
            self._known[path] = _digest(os.path.join(self._root, path))  # noqa: PTH118 - thousands of texts
        return self._known[path]

    def key(self, paths: Iterable[str]) -> str:
        """Return the digest of everything at the paths."""
        return digest_bytes("\0".join(f"{path}\0{self.of(path)}" for path in paths).encode("utf-8", "surrogatepass"))


def digest_bytes(content: bytes) -> str:
    """Return the digest of bytes (BLAKE2b, 128 bits)."""
    return blake2b(content, digest_size=16).hexdigest()


def _digest(path: str) -> str:
    try:
        if os.path.isdir(path):  # noqa: PTH112
            return digest_bytes("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogatepass"))  # noqa: PTH208
        with open(path, "rb") as stream:  # noqa: PTH123
            return digest_bytes(stream.read())
    except OSError:
        return ""


def read_cache(root: Path) -> dict[str, Entry]:
    """Return what is remembered, by module; nothing when it was another pcc, or cannot be read."""
    try:
        document = json.loads((root / _FOLDER / _FILE).read_text(encoding="utf-8"))
        if document["compiler"] != _compiler():
            return {}
        return {module: _read_entry(entry) for module, entry in document["modules"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _read_entry(entry: dict[str, Any]) -> Entry:
    workflows = tuple(BuiltWorkflow(**workflow) for workflow in entry["workflows"])
    return Entry(entry["key"], tuple(entry["depends_on"]), workflows, dict(entry["outputs"]))


def write_cache(root: Path, entries: Mapping[str, Entry]) -> None:
    """Remember entries by module. A disk that refuses costs the next build time, and nothing else."""
    modules = {module: asdict(entry) for module, entry in sorted(entries.items())}
    text = json.dumps({"compiler": _compiler(), "modules": modules})
    with suppress(RunError):
        write_files([OutputFile(_FILE, text), OutputFile(".gitignore", "*\n")], root / _FOLDER)


@cache
def _compiler() -> str:
    """The digest of all that compiles: pcc with its templates, Python, and the packages beside it by their versions."""
    package = Path(__file__).resolve().parent.parent
    modules = sorted(file.relative_to(package).as_posix() for file in package.rglob("*.py"))
    names = (*template_names("pages"), *template_names("scripts"))
    templates = [text for name in names for text in (name, read_template(name))]
    packages = sorted(name for folder in sys.path if folder.endswith("-packages") for name in _distributions(folder))
    return digest_bytes("\0".join([sys.version, *packages, *templates, Digests(package).key(modules)]).encode())


def _distributions(folder: str) -> list[str]:
    with suppress(OSError):
        return [path.name for path in Path(folder).iterdir() if path.suffix in (".dist-info", ".egg-info")]
    return []
