"""The wheel's build hook: puts Postman's sandbox into the wheel, with its licence and a notice of its parts.

`PCC_BUNDLE` says whether: `require` fails the build when it cannot be brought, `skip` leaves it out; without it the
bundle is brought when npm is there. A wheel without it is complete too: `pcc sandbox fetch` brings it later.
"""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["BundleHook"]


class BundleHook(BuildHookInterface):
    """Brings the bundle into a temporary folder, which the wheel includes."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the bundle to what the wheel includes; an editable install gets none."""
        wish = os.environ.get("PCC_BUNDLE", "")
        if wish not in {"", "require", "skip"}:
            raise ValueError(f"PCC_BUNDLE is {wish!r}, neither require nor skip")
        if version == "editable" or wish == "skip" or (not wish and shutil.which("npm") is None):
            return
        # A build without a network must not wait for it long.
        os.environ.setdefault("npm_config_fetch_retries", "1")
        self._folder = Path(tempfile.mkdtemp(prefix="pcc-bundle-"), "bundle")
        try:
            _bring(Path(self.root), self._folder)
        except Exception as error:
            if wish == "require":
                raise
            self.app.display_warning(f"the wheel is built without Postman's sandbox: {error}")
            return
        build_data["force_include"][str(self._folder)] = "pcc/sandbox/bundle"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the temporary folder."""
        if folder := getattr(self, "_folder", None):
            shutil.rmtree(folder.parent, ignore_errors=True)


def _bring(root: Path, folder: Path) -> None:
    # The package's own code fetches; it needs nothing but the standard library for that.
    source = str(root / "compiler")
    sys.path.insert(0, source)
    try:
        from pcc.sandbox.engine import PACKAGES
        from pcc.sandbox.fetch import fetch_bundle, pack_package
    finally:
        sys.path.remove(source)
    fetch_bundle(folder)
    sandbox, acorn = PACKAGES
    with tempfile.TemporaryDirectory() as temporary:
        files = _read_archive(pack_package(sandbox, Path(temporary)))
        notice = _render_notice(f"{sandbox.name} {sandbox.version}", f"{acorn.name} {acorn.version}", files)
    (folder / "NOTICE.md").write_text(notice, encoding="utf-8")


_HEAD = """\
# Third-party notice

`sandbox.js` is the code of {sandbox} (Apache License 2.0: `postman-sandbox.LICENSE.md`), as its authors
bundled and minified it, taken out of the module that they publish it in and otherwise unchanged. `acorn.js` is an
unchanged file of {acorn} (MIT: `acorn.LICENSE`).

The bundle contains other packages. It does not list them, and its authors removed all comments; this list is made from
the metadata of the package. Versions of packages that it names are exact; what these need in turn is listed in the
version that npm chose when this notice was made. A package listed here need not be in the bundle as a whole.
"""
_LICENCE_FILE = re.compile(r"(?i)^(licen[cs]e|copying|notice)([.-].*)?$")


def _read_archive(content: bytes) -> dict[str, str]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        members = {member.name: archive.extractfile(member) for member in archive.getmembers() if member.isfile()}
        return {
            name.removeprefix("package/"): file.read().decode()
            for name, file in members.items()
            if file and (name == "package/package.json" or name.startswith("package/lib/"))
        }


def _render_notice(sandbox: str, acorn: str, files: dict[str, str]) -> str:
    with tempfile.TemporaryDirectory() as temporary:
        parts = [_read_part(folder) for folder in _install_parts(Path(temporary), files)]
    lines = [_HEAD.format(sandbox=sandbox, acorn=acorn), "| package | version | licence |", "|---|---|---|"]
    lines += [f"| {name} | {version} | {licence} |" for name, version, licence, _ in parts]
    for name, text in sorted(files.items()):
        # Code that the package carries itself begins with its licence.
        opening = re.match(r"\s*(/\*.*?\*/)", text, flags=re.DOTALL)
        if name.startswith("lib/vendor/") and opening and "icense" in opening[1]:
            lines += ["", f"## {name}", "", "```", opening[1], "```"]
    for name, version, _, text in parts:
        if text:
            lines += ["", f"## {name} {version}", "", "```", text.strip().replace("```", "'''"), "```"]
    return "\n".join(lines) + "\n"


def _install_parts(folder: Path, files: dict[str, str]) -> list[Path]:
    """Install what the bundle is made of, and return the folders of all these packages, sorted by name."""
    package = json.loads(files["package.json"])
    known = package["devDependencies"] | package["dependencies"]
    code = "\n".join(text for name, text in files.items() if not name.startswith(("lib/bundle", "lib/vendor/sugar")))
    roots = [name for name in known if re.search(rf"""(?m)require\(['"]{name}[/'"]|^ +['"]?{name}['"]?: \{{""", code)]
    wanted = {name: known[name] for name in [*roots, "browserify"]}
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": wanted}), encoding="utf-8")
    command = [
        shutil.which("npm") or "npm",
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"npm did not install the parts of the bundle: {done.stderr.strip()[-500:]}")
    # browserify itself is no part of what it makes; its stand-ins for Node's modules are.
    builtins = (folder / "node_modules/browserify/lib/builtins.js").read_text(encoding="utf-8")
    roots += [
        path.partition("/")[0]
        for name, path in re.findall(r"exports\.(\w+) = require\.resolve\('([^.'][^']*)'\)", builtins)
        if re.search(rf"(?m)^ +{name}: \{{|require\('{name}'\)", code)
    ]
    modules = folder / "node_modules"
    found: dict[Path, None] = {}
    for name in roots:
        _add_with_needs(name, modules, modules, found)
    return sorted(
        found, key=lambda path: (path.relative_to(modules).as_posix().rpartition("node_modules/")[2], str(path))
    )


def _add_with_needs(name: str, start: Path, modules: Path, found: dict[Path, None]) -> None:
    for parent in (start, *start.parents):
        place = (parent if parent.name == "node_modules" else parent / "node_modules") / name
        if place.is_dir():
            break
        if parent == modules.parent:
            return
    if place in found:
        return
    found[place] = None
    for need in _read_json(place).get("dependencies", {}):
        _add_with_needs(need, place, modules, found)


def _read_json(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return read


def _read_part(folder: Path) -> tuple[str, str, str, str]:
    package = _read_json(folder)
    named = package.get("license") or package.get("licenses") or "not stated"
    # Old packages name theirs as an object, or several as a list.
    licences = [
        entry["type"] if isinstance(entry, dict) else entry for entry in ([named], named)[isinstance(named, list)]
    ]
    return package["name"], package["version"], " or ".join(licences), "\n\n".join(_licence_texts(folder))


def _licence_texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and _LICENCE_FILE.match(path.name):
            yield path.read_text(encoding="utf-8", errors="replace")
