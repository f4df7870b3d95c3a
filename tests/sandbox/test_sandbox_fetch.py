"""The bundle: brought through npm, verified, all of it or nothing."""

import base64
import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.shell import run_pcc
from pcc.errors import RunError
from pcc.sandbox import Bundle, Engine, cache_folder
from pcc.sandbox.engine import NpmPackage
from pcc.sandbox.fetch import fetch_bundle
from sandbox.conftest import cannot

ROOT = Path(__file__).parents[2]
MODULE = 'module.exports=c=>c(null,"let a = \\"é\\";\\n// end");'


def archive(files: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return made.getvalue()


def integrity(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


PACKAGES = {
    "one": archive({".cache/bootcode.browser.js": MODULE, "LICENSE.md": "licence"}),
    "two": archive({"dist/acorn.js": "parser"}),
}

NPM = """#!{python}
import json, shutil, sys
arguments = sys.argv[1:]
with open({log!r}, "a") as log:
    print(*arguments, file=log)
name = arguments[1].partition("@")[0]
if {fails}:
    print(json.dumps({{"error": {{"code": "E404", "summary": "no such package"}}}}))
    sys.exit(1)
shutil.copy({folder!r} + "/" + name, arguments[arguments.index("--pack-destination") + 1] + f"/{{name}}-1.0.0.tgz")
"""


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Two packages of ours in the place of the pinned ones, and an npm that brings them; its calls are in a file."""
    store, programs = tmp_path / "store", tmp_path / "programs"
    store.mkdir()
    programs.mkdir()
    for name, content in PACKAGES.items():
        (store / name).write_bytes(content)
    pinned = (
        NpmPackage(
            "one",
            "1.0.0",
            integrity(PACKAGES["one"]),
            {"sandbox.js": ".cache/bootcode.browser.js", "one.LICENSE.md": "LICENSE.md"},
        ),
        NpmPackage("two", "1.0.0", integrity(PACKAGES["two"]), {"acorn.js": "dist/acorn.js"}),
    )
    for module in ("fetch", "engine"):
        monkeypatch.setattr(f"pcc.sandbox.{module}.PACKAGES", pinned)
    monkeypatch.setattr("pcc.cli.sandbox_command.PACKAGES", pinned)
    monkeypatch.setattr("pcc.sandbox.engine.__file__", str(tmp_path / "engine.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(programs))

    def install(*, fails: bool = False) -> Path:
        log = tmp_path / "npm.log"
        program = programs / "npm"
        program.write_text(
            NPM.format(python=sys.executable, log=str(log), fails=fails, folder=str(store)), encoding="utf-8"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return log

    return install


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_a_bundle_is_the_code_and_the_licences(npm: Callable[..., Path], tmp_path: Path) -> None:
    log = npm()
    bundle = fetch_bundle(tmp_path / "deep/bundle")
    assert bundle.complete
    assert files(bundle.folder) == {
        "sandbox.js": 'let a = "é";\n// end',
        "one.LICENSE.md": "licence",
        "acorn.js": "parser",
    }
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["bundle"]
    assert [line.split()[:2] for line in log.read_text().splitlines()] == [["pack", "one@1.0.0"], ["pack", "two@1.0.0"]]


def test_another_archive_than_the_pinned_one_is_refused(npm: Callable[..., Path], tmp_path: Path) -> None:
    npm()
    (tmp_path / "store/two").write_bytes(archive({"dist/acorn.js": "evil"}))
    with pytest.raises(
        RunError, match=r"npm brought another two@1\.0\.0 than the pinned one: its integrity is sha512-"
    ):
        fetch_bundle(tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_an_old_bundle_stays_when_a_new_one_cannot_be_brought(npm: Callable[..., Path], tmp_path: Path) -> None:
    npm()
    fetch_bundle(tmp_path / "bundle")
    npm(fails=True)
    with pytest.raises(RunError, match=r"npm could not bring one@1\.0\.0:\nE404 no such package"):
        fetch_bundle(tmp_path / "bundle")
    assert Bundle(tmp_path / "bundle").complete


def test_a_damaged_bundle_is_replaced(npm: Callable[..., Path], tmp_path: Path) -> None:
    npm()
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle/sandbox.js").write_text("old", encoding="utf-8")
    fetch_bundle(tmp_path / "bundle")
    assert files(tmp_path / "bundle")["sandbox.js"] != "old"


def test_a_folder_that_cannot_be_written_is_told(npm: Callable[..., Path], tmp_path: Path) -> None:
    npm()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match=r"cannot write .*file"):
        fetch_bundle(tmp_path / "file/bundle")


def test_the_command_fetches_once(npm: Callable[..., Path]) -> None:
    log = npm()
    first = run_pcc("sandbox", "fetch")
    assert (first.code, first.out) == (0, f"fetched one@1.0.0 and two@1.0.0 into {cache_folder()}\n")
    again = run_pcc("sandbox", "fetch")
    assert (again.code, again.out) == (0, f"already there: one@1.0.0 and two@1.0.0 in {cache_folder()}\n")
    assert len(log.read_text().splitlines()) == 2
    assert run_pcc("sandbox", "fetch", "--force").out == first.out
    assert len(log.read_text().splitlines()) == 4


def test_the_command_finds_the_bundle_of_the_package(npm: Callable[..., Path], tmp_path: Path) -> None:
    npm()
    fetch_bundle(tmp_path / "bundle")
    assert run_pcc("sandbox", "fetch").out == f"already there: one@1.0.0 and two@1.0.0 in {tmp_path / 'bundle'}\n"


def test_the_command_says_what_else_is_missing(npm: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    npm()
    monkeypatch.setattr("pcc.sandbox.engine._LIBRARY", "no_such_library")
    done = run_pcc("sandbox", "fetch")
    assert done.code == 0
    assert done.err == "note: running JavaScript needs mini-racer: pip install 'postman-collection-compiler[js]'\n"


def test_without_npm_the_command_says_so(npm: Callable[..., Path]) -> None:
    done = run_pcc("sandbox", "fetch")
    assert done.code == 4
    assert done.err == (
        "error: npm is not on PATH: Postman's sandbox is an npm package, so install Node.js with npm first\n"
    )


def build_wheel(folder: Path, wish: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    environment = {**os.environ, "PCC_BUNDLE": wish}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def test_a_wheel_without_the_bundle_has_all_else(tmp_path: Path) -> None:
    found = build_wheel(tmp_path, "skip")
    assert not [name for name in found if "/bundle/" in name]
    assert {name for name in found if name.endswith(".js") and "/sandbox/" in name} == {
        f"pcc/sandbox/javascript/{name}.js" for name in ("platform", "pump", "rejections")
    }


def test_a_wheel_has_the_bundle_its_licences_and_a_notice(engine: Engine, tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        cannot("npm is not on PATH")
    found = build_wheel(tmp_path, "require")
    bundled = {name.rpartition("/")[2]: content for name, content in found.items() if "/bundle/" in name}
    assert bundled.keys() == {"sandbox.js", "acorn.js", "postman-sandbox.LICENSE.md", "acorn.LICENSE", "NOTICE.md"}
    assert bundled["sandbox.js"] == engine.bundle.sandbox.read_bytes()
    notice = bundled["NOTICE.md"].decode()
    for row in (
        "chai | 4.4.1 | MIT",
        "lodash | 4.18.1 | MIT",
        "uniscope | 3.1.0 | Apache-2.0",
        "cheerio | 0.22.0 | MIT",
    ):
        assert f"\n| {row} |\n" in notice
    assert "## lib/vendor/sugar.js" in notice
    assert "Copyright" in notice.partition("\n## chai 4.4.1\n")[2].partition("\n## ")[0]
