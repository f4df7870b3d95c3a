"""`[tool.pcc.check]`: what it says, what is refused, and what its suppressions do."""

import json
import sys
from pathlib import Path

import pytest

import pcc
from checks.fake_checks import run_fake_checks
from pcc.checks.finding import Finding
from pcc.diagnostics import Level
from pcc.errors import FormatError
from pcc.project.check_settings import CHECK_KEYS, CheckSettings, read_check_settings
from pcc.project.checking import CheckResult
from pcc.project.settings import find_project

ENTRY = '[[tool.pcc.check.allow]]\nid = "undefined-variable"\n'


def project(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(f"[tool.pcc]\n{text}", encoding="utf-8")
    return folder


def settings(folder: Path, text: str) -> CheckSettings:
    return read_check_settings(find_project(project(folder, text)))


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    assert settings(tmp_path, "") == read_check_settings(None) == CheckSettings()


def test_every_key_is_read(tmp_path: Path) -> None:
    text = (
        '[tool.pcc.check]\nstrict = true\nenvironment = "e.json"\nglobals = "g.json"\ngiven = ["a", "b"]\n'
        'openapi = "o.json"\nbaseline = "b.json"\nlevels = {undefined-variable = "off", unused-suppression = "note"}\n'
        f'{ENTRY}source = "s"\nstep = "t"\nreason = "r"\n'
    )
    assert all(key in text for key in CHECK_KEYS)
    found = settings(tmp_path, text)
    assert (found.strict, found.given) == (True, frozenset("ab"))
    files = (found.environment, found.globals, found.openapi, found.baseline)
    assert files == tuple(tmp_path / f"{name}.json" for name in "egob")
    assert found.levels == {"undefined-variable": None, "unused-suppression": Level.NOTE}
    (entry,) = found.allow
    assert (entry.id, entry.source, entry.step, entry.reason) == ("undefined-variable", "s", "t", "r")
    assert entry.origin is not None
    assert entry.origin.line == 10


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("check = 3", "/tool/pcc/check: [tool.pcc.check] must be a table"),
        ("[tool.pcc.check]\nstrct = true", "/tool/pcc/check/strct: unknown key: did you mean 'strict'?"),
        ("[tool.pcc.check]\nstrict = 1", "/tool/pcc/check/strict: expected a bool, found 1"),
        ("[tool.pcc.check]\ngiven = [1]", "/tool/pcc/check/given/0: expected the name of a variable"),
        (
            '[tool.pcc.check.levels]\nzzz = "off"',
            "/levels/zzz: no check has the id 'zzz': there are invalid-workflow",
        ),
        ('[tool.pcc.check.levels]\nundefined-variable = "none"', "expected error, warning, note or off, found 'none'"),
        ("[tool.pcc.check.levels]\nundefined-variable = []", "expected error, warning, note or off, found []"),
        ('[tool.pcc.check.levels]\ninvalid-workflow = "off"', "what cannot be checked is always an error"),
        (ENTRY, "/tool/pcc/check/allow/0: 'undefined-variable' is allowed without a reason"),
        (f'{ENTRY}reason = " "', "is allowed without a reason"),
        (f'{ENTRY}reason = "r"\nwhy = "r"', "/allow/0/why: unknown key: there are id, source, step, reason"),
        (f'{ENTRY}reason = "r"\nsource = ["a"]', "/allow/0/source: expected text, found ['a']"),
        ('[[tool.pcc.check.allow]]\nreason = "r"', "/allow/0: it names no id"),
        ('[[tool.pcc.check.allow]]\nid = "undefined-varable"\nreason = "r"', "did you mean 'undefined-variable'?"),
        ("[tool.pcc.check]\nallow = [3]", "/allow/0: expected a table with id, source, step, reason, found 3"),
    ],
)
def test_a_wrong_table_is_named_with_file_and_pointer(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        settings(tmp_path, text)
    assert said in str(caught.value)
    assert "pyproject.toml at /tool/pcc/check" in str(caught.value)


def test_the_other_commands_do_not_read_it(tmp_path: Path) -> None:
    assert find_project(project(tmp_path, "[tool.pcc.check]\nnonsense = 1\n")).check == {"nonsense": 1}


# Suppressions ------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _fake_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pcc.project.judging.run_checks", run_fake_checks)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two files, in each of which the steps Read and Read on read a variable too early."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    late = {"method": "GET", "url": "https://x.example/{{late}}"}
    setter = {"listen": "test", "script": {"exec": ["pm.globals.set('late', 1);"]}}
    items = [
        {"name": "Step 1: Read", "request": late},
        {"name": "Read on", "request": late},
        {"name": "Set", "request": {"method": "GET", "url": "https://x.example"}, "event": [setter]},
    ]
    for name in ("shop", "store"):
        (tmp_path / "theirs").mkdir(exist_ok=True)
        text = json.dumps({"info": {"name": name}, "item": items}, indent=1)
        (tmp_path / f"theirs/{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def check(root: Path, text: str, *names: str) -> CheckResult:
    project(root, text)
    return pcc.check(*(root / f"theirs/{name}.json" for name in names or ("shop", "store")), project=root)


def places(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{one.source.removeprefix('theirs/').removesuffix('.json')} {one.diagnostic.step}" for one in findings]


ALL = ["shop Step 1: Read", "shop Read on", "store Step 1: Read", "store Read on"]


@pytest.mark.parametrize(
    ("entry", "suppressed"),
    [
        ("", ALL),
        ('source = "theirs/shop.json"', ALL[:2]),
        ('source = "theirs/*"', ALL),
        ('source = "*/s*p.json"', ALL[:2]),
        ('step = "Read"', [ALL[0], ALL[2]]),
        ('step = "Step 1: Read"', [ALL[0], ALL[2]]),
        ('source = "theirs/store.json"\nstep = "Read on"', ALL[3:]),
    ],
)
def test_an_entry_suppresses_in_its_sources_and_steps(shop: Path, entry: str, suppressed: list[str]) -> None:
    result = check(shop, f'{ENTRY}{entry}\nreason = "theirs"\n')
    assert places(result.suppressed) == suppressed
    assert places(result.findings) == [place for place in ALL if place not in suppressed]
    assert {(one.reason, one.inside) for one in result.suppressed} == {("theirs", False)}


@pytest.mark.parametrize(
    ("entry", "names", "reported"),
    [
        ('source = "theirs/shop.json"\nstep = "Set"', ("shop",), True),
        ('source = "theirs/*"\nstep = "Set"', ("shop", "store"), True),
        ('source = "theirs/shop.json"\nstep = "Set"', ("store",), False),
        ('source = "theirs/*"\nstep = "Read"', ("shop", "store"), False),
        ('step = "Set"', ("shop", "store"), False),
    ],
)
def test_an_entry_in_vain_is_reported_at_its_line(
    shop: Path, entry: str, names: tuple[str, ...], reported: bool
) -> None:
    result = check(shop, f'# a comment\n\n{ENTRY}{entry}\nreason = "theirs"\n', *names)
    found = [one.diagnostic for one in result.findings if one.diagnostic.id == "unused-suppression"]
    assert len(found) == reported
    for diagnostic in found:
        located = diagnostic.located().origin
        assert located is not None
        assert (Path(located.file).name, located.line) == ("pyproject.toml", 5)


def test_what_is_switched_off_is_neither_suppressed_nor_allowed_in_vain(shop: Path) -> None:
    text = f'[tool.pcc.check.levels]\nundefined-variable = "off"\n{ENTRY}source = "theirs/*"\nreason = "theirs"\n'
    result = check(shop, text)
    assert (result.findings, result.suppressed) == ((), ())


# The library -------------------------------------------------------------------------------------------------------


def test_a_check_is_data(shop: Path, capfd: pytest.CaptureFixture[str]) -> None:
    result = check(shop, "")
    assert (result.sources, result.exit_code) == (("theirs/shop.json", "theirs/store.json"), 1)
    assert [result.count(level) for level in Level] == [4, 0, 0]
    assert pcc.check(shop / "theirs/shop.json", project=shop, ignore=["undefined-variable"]).findings == ()
    assert pcc.check(shop / "theirs/shop.json", project=shop, given=["late"]).exit_code == 0
    assert capfd.readouterr() == ("", "")


def test_a_second_check_sees_what_was_written_in_between(shop: Path) -> None:
    before = check(shop, "", "shop").findings[0].diagnostic.located()
    file = shop / "theirs/shop.json"
    file.write_text("\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = check(shop, "", "shop").findings[0].diagnostic.located()
    assert before.origin is not None
    assert after.origin is not None
    assert after.origin.line == before.origin.line + 2
