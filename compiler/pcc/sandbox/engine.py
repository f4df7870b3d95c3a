"""Where the engine is: mini-racer, and the bundle of Postman's sandbox."""

import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pcc.errors import EngineMissingError

__all__ = ["PACKAGES", "Bundle", "Engine", "NpmPackage", "cache_folder", "find_bundle", "find_engine"]


@dataclass(frozen=True, slots=True)
class NpmPackage:
    """An npm package, pinned: `integrity` is npm's sha512 of its archive; `files` are taken out of it, by new name."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]

    @property
    def spec(self) -> str:
        """The package as npm names it."""
        return f"{self.name}@{self.version}"


PACKAGES = (
    NpmPackage(
        "postman-sandbox",
        "6.7.4",
        "sha512-gJqcrdbsSVpfCHvwindV5IUbZt9ThV77ChUVdhMvdtBLydxFhmvdnqiE3tTIPgLEqjAYVRHw8h7iobLNMVUMlQ==",
        {"sandbox.js": ".cache/bootcode.browser.js", "postman-sandbox.LICENSE.md": "LICENSE.md"},
    ),
    NpmPackage(
        "acorn",
        "8.19.0",
        "sha512-oJlA3XiRm7Cyk6qFD2Jn8ak9B7jSy0qy00ADO3+8dpT0LSjFihQYv4C02LFCSYJV3Q37xYwwRy5m+IpIiUzqWw==",
        {"acorn.js": "dist/acorn.js", "acorn.LICENSE": "LICENSE"},
    ),
)
_FETCH = "`pcc sandbox fetch` brings it"
_LIBRARY = "py_mini_racer"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder with other people's JavaScript: Postman's sandbox, and the parser acorn."""

    folder: Path

    @property
    def sandbox(self) -> Path:
        """The code of Postman's sandbox."""
        return self.folder / "sandbox.js"

    @property
    def parser(self) -> Path:
        """The code of acorn."""
        return self.folder / "acorn.js"

    @property
    def complete(self) -> bool:
        """Whether every file is there."""
        return all((self.folder / name).is_file() for package in PACKAGES for name in package.files)


@dataclass(frozen=True, slots=True)
class Engine:
    """All that a sandbox needs: the bundle, and the folder that mini-racer can be imported from."""

    bundle: Bundle
    library: Path


def cache_folder() -> Path:
    """Return the user's folder for the bundle of this version of pcc; it need not be there."""
    version = "-".join(package.version for package in PACKAGES)
    return _user_cache() / "pcc" / f"sandbox-{version}"


def _user_cache() -> Path:
    if root := os.environ.get("XDG_CACHE_HOME"):
        return Path(root)
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local)
    return Path.home() / ".cache"


def find_bundle() -> Bundle:
    """Return the bundle of the installed package, or else the one in the user's cache.

    Raises EngineMissingError when there is neither.
    """
    for folder in (Path(__file__).parent / "bundle", cache_folder()):
        if (bundle := Bundle(folder)).complete:
            return bundle
    raise EngineMissingError(f"Postman's sandbox is not here: {_FETCH}")


def find_engine() -> Engine:
    """Return the engine. Raises EngineMissingError that says what to install, for both parts at once."""
    spec = find_spec(_LIBRARY)
    if spec is None or spec.origin is None:
        raise EngineMissingError(
            "running JavaScript needs mini-racer: pip install 'postman-collection-compiler[js]'"
            + ("" if _has_bundle() else f"; it also needs Postman's sandbox: {_FETCH}")
        )
    return Engine(find_bundle(), Path(spec.origin).parent.parent)


def _has_bundle() -> bool:
    try:
        find_bundle()
    except EngineMissingError:
        return False
    return True
