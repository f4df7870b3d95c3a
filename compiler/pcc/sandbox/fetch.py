"""Brings the bundle through npm, so that the user's own registry, proxy and credentials count."""

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path

from pcc.errors import RunError
from pcc.sandbox.engine import PACKAGES, Bundle, NpmPackage

__all__ = ["fetch_bundle", "pack_package"]

_MODULE = re.compile(r'module\.exports=\w=>\w\(null,(?=")')
_NPM_SECONDS = 300


def fetch_bundle(folder: Path) -> Bundle:
    """Bring the pinned packages and make `folder` the bundle, all of it or nothing; an old one is replaced.

    Raises RunError: no npm, npm's own error, an archive that is not the pinned one, a disk that refuses.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as temporary:
            made = Path(temporary, "bundle")
            made.mkdir()
            for package in PACKAGES:
                _unpack(package, pack_package(package, Path(temporary)), made)
            _replace(folder, made)
    except OSError as error:
        raise RunError(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    return Bundle(folder)


def pack_package(package: NpmPackage, folder: Path) -> bytes:
    """Return the archive of a package, verified; the empty `folder` is where npm puts it. Raises RunError."""
    npm = shutil.which("npm")
    if npm is None:
        raise RunError("npm is not on PATH: Postman's sandbox is an npm package, so install Node.js with npm first")
    command = [npm, "pack", package.spec, "--json", "--ignore-scripts", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_NPM_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise RunError(f"npm did not bring {package.spec} within {_NPM_SECONDS} s") from error
    if done.returncode:
        raise RunError(f"npm could not bring {package.spec}:\n{_npm_reason(done.stdout, done.stderr)}")
    (archive,) = folder.glob("*.tgz")
    content = archive.read_bytes()
    archive.unlink()
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != package.integrity:
        raise RunError(f"npm brought another {package.spec} than the pinned one: its integrity is {found}")
    return content


def _npm_reason(stdout: str, stderr: str) -> str:
    try:
        error = json.loads(stdout)["error"]
        return f"{error.get('code', '')} {error.get('summary', '')}".strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return stderr.strip()[-1000:]


def _unpack(package: NpmPackage, content: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for name, path in package.files.items():
            member = archive.extractfile(f"package/{path}")
            assert member is not None, path
            (folder / name).write_bytes(_code(member.read()) if name == "sandbox.js" else member.read())


def _code(module: bytes) -> bytes:
    """Return the program inside of the module: the module does nothing but hand over its text."""
    text = module.decode()
    opening = _MODULE.match(text)
    if opening is None:
        return module
    code: str = json.JSONDecoder().raw_decode(text, opening.end())[0]
    return code.encode()


def _replace(folder: Path, made: Path) -> None:
    # Whoever reads the folder meanwhile sees the old one or the new one; of two that fetch, the later one gives way.
    with suppress(FileNotFoundError):
        folder.rename(made.parent / "old")
    try:
        made.rename(folder)
    except OSError:
        if not Bundle(folder).complete:
            raise
