"""The documentation is held against the product."""

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import click
import pytest

import pcc
from pcc import cli
from pcc.checks.catalog import RULES
from pcc.checks.explanations import read_explanation
from pcc.checks.rule import Rule
from pcc.dsl.expectations import Extraction
from pcc.dsl.requests import StepOptions
from pcc.errors import PccError
from pcc.project.check_settings import CHECK_KEYS
from pcc.project.settings import KEYS
from pcc.templating.files import read_template, template_names

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
IDS = [path.relative_to(ROOT).as_posix() for path in PAGES]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """The text under a heading, up to the next one of its level."""
    level, found = heading.split(" ")[0], f"\n{read(page)}\n".partition(f"\n{heading}\n")
    assert found[1], f"{page} has no section {heading!r}"
    return found[2].partition(f"\n{level} ")[0]


def commands() -> Iterator[tuple[str, click.Command]]:
    for name in cli.COMMANDS:
        command = cli._group.get_command(click.Context(cli._group), name)
        assert command is not None
        yield name, command


def with_subcommands(command: click.Command) -> Iterator[click.Command]:
    yield command
    for inner in getattr(command, "commands", {}).values():
        yield from with_subcommands(inner)


def parameters() -> list[tuple[str, str]]:
    """Every command with each spelling of each of its options, and of those of its subcommands."""
    return [
        (name, spelling)
        for name, outer in commands()
        for command in with_subcommands(outer)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for spelling in parameter.opts
    ]


@pytest.mark.parametrize(("command", "option"), parameters())
def test_every_option_is_in_the_section_of_its_command(command: str, option: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", section("docs/commands.md", f"## pcc {command}"))


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_is_documented_with_examples(command: str) -> None:
    text = section("docs/commands.md", f"## pcc {command}")
    assert text.count(f"pcc {command}") >= 3
    assert "```sh" in text
    assert f"`pcc {command}" in read("README.md")


def test_no_option_is_documented_that_does_not_exist() -> None:
    known: dict[str, set[str]] = {name: {"--help"} for name in cli.COMMANDS}
    for command, option in parameters():
        known[command].add(option)
    for name in cli.COMMANDS:
        text = section("docs/commands.md", f"## pcc {name}")
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - known[name] == set(), name


def exit_codes() -> set[int]:
    found, classes = {0, 130}, [PccError]
    while classes:
        known = classes.pop()
        found.add(known.exit_code)
        classes += known.__subclasses__()
    return found


def test_every_exit_code_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| (\d+) \|", read("docs/exit-codes.md"), flags=re.MULTILINE)
    assert {int(code) for code in rows} == exit_codes()


def diagnostic_ids() -> set[str]:
    """The first argument of every `Rule(…)` and `Diagnostic(…)` in the source."""
    files = [*(ROOT / "compiler/pcc/checks").rglob("*.py"), ROOT / "compiler/pcc/diagnostics.py"]
    return {
        node.args[0].value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Diagnostic", "Rule"}
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def test_every_finding_has_a_section_and_every_section_a_finding() -> None:
    assert {rule.id for rule in RULES} == diagnostic_ids()
    assert {PurePath(name).stem for name in template_names("checks")} == diagnostic_ids()


def test_the_page_of_checks_ends_with_the_explanations_in_the_order_of_the_rules() -> None:
    explanations = [read_template(f"checks/{rule.id}.md") for rule in RULES]
    assert all(text.endswith("\n") and text.strip() + "\n" == text for text in explanations)
    assert read("docs/checks.md").endswith("\n\n" + "\n".join(explanations))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_explanation_says_the_id_the_level_and_what_to_do(rule: Rule) -> None:
    text = read_template(f"checks/{rule.id}.md")
    assert text.startswith(f"## {rule.id}\n\nLevel: {rule.level.value}. ")
    assert "\n\nWhat to do: " in text
    assert len(read_explanation(rule.id).summary) > 20


def test_every_setting_is_documented_with_what_it_says() -> None:
    names = {str: "text", bool: "boolean"}
    for key, (kind, says) in KEYS.items():
        pattern = rf"^\| `{key}` \| {names[kind]} \| .+ \| {re.escape(says)} \|$"
        assert re.search(pattern, read("docs/configuration.md"), flags=re.MULTILINE), key
    own = read("docs/configuration.md").partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \| (?:text|boolean) \|", own, flags=re.MULTILINE) == list(KEYS)


def test_every_setting_of_checks_is_documented_with_what_it_says() -> None:
    names = {str: "text", bool: "boolean", list: "list", dict: "table"}
    found = re.findall(
        r"^\| `(\w+)` \| (\w+) \| .+? \| (.+) \|$", section("docs/configuration.md", "## Checks"), flags=re.MULTILINE
    )
    assert found == [(key, names[kind], says) for key, (kind, says) in CHECK_KEYS.items()]


def coded(page: str) -> set[str]:
    """Every word within code on a page."""
    text = read(page)
    spans = re.findall(r"```.*?```", text, flags=re.DOTALL)
    spans += re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return set(re.findall(r"\w+", " ".join(spans)))


def test_every_option_of_a_step_is_documented() -> None:
    assert set(StepOptions.__annotations__) - coded("docs/authoring.md") == set()


def test_every_assertion_is_documented() -> None:
    methods = {name for name in vars(Extraction) if not name.startswith("_")} - {"extractor"}
    assert methods - coded("docs/authoring.md") == set()


def test_every_method_of_a_workflow_and_a_step_is_documented() -> None:
    methods = {name for kind in (pcc.Workflow, pcc.Step) for name in vars(kind) if not name.startswith("_")}
    methods |= {name for name in vars(pcc.Steps) if not name.startswith("_")}
    assert methods - {"build"} - coded("docs/authoring.md") == set()


def test_every_public_name_is_documented() -> None:
    documented = set().union(*(coded(page) for page in IDS))
    assert set(pcc.__all__) - {"__version__"} - documented == set()


def blocks() -> list[tuple[str, int, str]]:
    """Python blocks: page, line of the block, code."""
    return [
        (page, text[: match.start()].count("\n") + 1, match[1])
        for page, text in ((page, read(page)) for page in IDS)
        for match in re.finditer(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    ]


BLOCKS = blocks()


@pytest.mark.parametrize(("page", "line", "code"), BLOCKS, ids=[f"{page}:{line}" for page, line, _ in BLOCKS])
def test_python_on_a_page_compiles(page: str, line: int, code: str) -> None:
    compile("\n" * line + code, page, "exec")


COMPLETE = [(page, line, code) for page, line, code in BLOCKS if "@workflow" in code]


@pytest.mark.parametrize(("page", "line", "code"), COMPLETE, ids=[f"{page}:{line}" for page, line, _ in COMPLETE])
def test_a_workflow_on_a_page_builds(
    page: str, line: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "pyproject.toml").write_text("[tool.pcc]\n", encoding="utf-8")
    (tmp_path / "collections").mkdir()
    shutil.copytree(ROOT / "collections/pingone", tmp_path / "collections/pingone")
    (tmp_path / "collections/on_a_page.py").write_text(code, encoding="utf-8")
    result = pcc.build(project=tmp_path)
    assert result.diagnostics == ()
    assert len(result.workflows) == code.count("@workflow(")


def test_there_is_a_complete_workflow_to_learn_from() -> None:
    assert "docs/authoring.md" in {page for page, _, _ in COMPLETE}


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_internal_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{page.name} links to {link}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {link}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
        waiting += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert set((ROOT / "docs").glob("*.md")) - seen == set()


MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt|mnt)/|[A-Z]:\\|\bfile://")
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|npmjs|golang|crates)\.(?:org|io)\b")


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_no_page_names_a_machine_path_or_a_registry(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert MACHINE.findall(text) == []
    assert REGISTRY.findall(text) == []


@pytest.mark.parametrize("folder", ["docs", "templates", "collections", "out", "compiler"])
def test_nothing_that_is_delivered_names_a_machine_path(folder: str) -> None:
    for path in (ROOT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert MACHINE.findall(path.read_text(encoding="utf-8")) == [], path


@pytest.mark.parametrize("lock", sorted(ROOT.glob("*/*/package-lock.json")), ids=lambda path: path.parent.name)
def test_lock_files_name_no_registry(lock: Path) -> None:
    assert '"resolved"' not in lock.read_text(encoding="utf-8")
