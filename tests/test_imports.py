"""What is loaded when, and where names live."""

import ast
import importlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import pcc
from fidelity.wire_socket import serve_bytes
from pcc.model.statement import Assertion, Comparison, Literal, Operator, StatusCode
from pcc.postman.collection import SCHEMA
from pcc.scripts import render_script

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "compiler/pcc"
# A package of its own, which may name it in each of its modules: commands are click's.
OF_A_PACKAGE = {"click": "pcc.cli"}


def loaded_by(code: str, *arguments: object) -> set[str]:
    """Return the modules that are loaded once the code has run in a process of its own."""
    report = "import atexit, sys; atexit.register(lambda: print('\\nLOADED', *sorted(sys.modules)))\n"
    done = subprocess.run(
        [sys.executable, "-c", report + code, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED")[2].split())


def run(*arguments: object) -> set[str]:
    """Return the modules that a command loads."""
    return loaded_by("from pcc.cli import main; main()", *arguments)


AUTH_BASICS = {
    f"pcc.runner.request.auth.{name}" for name in ("attributes", "basic", "bearer", "draft", "schemes", "tools")
}
# What starting Python itself loads: an editable install brings a module of its own.
IDLE = loaded_by("")


def test_importing_pcc_loads_nothing_but_pcc_and_the_standard_library() -> None:
    new = loaded_by("import pcc") - IDLE
    assert {name.partition(".")[0] for name in new} - sys.stdlib_module_names == {"pcc"}
    assert {name for name in new if name.startswith("pcc")} == {"pcc", "pcc.version"}


FILE_PARTS = {"cli", "errors", "masking", "model", "paths", "patterns", "postman", "printing", "project", "scripts"}
SEEN_PARTS = FILE_PARTS | {"diagnostics", "emit", "templating", "values", "version"}
CHECK_PARTS = SEEN_PARTS | {"checks", "javascript", "reading", "syntax"}
# Filters in paths need both; plain paths need neither.
JSONPATH = {"jsonpath_ng", "jsonpath_rfc9535"}
# What each command loads on this very project, once it has been built: parts of pcc, and packages of others.
LOADS: dict[tuple[str, ...], tuple[set[str], set[str]]] = {
    ("--help",): ({"cli", "errors", "version"}, {"click"}),
    ("list",): (SEEN_PARTS, {"click"}),
    ("build", "--check"): (SEEN_PARTS, {"click"}),
    ("build", "--check", "--no-cache"): (
        (CHECK_PARTS | {"dsl"}) - {"reading"},
        {"click", "jinja2", "markupsafe", *JSONPATH},
    ),
    ("check",): (CHECK_PARTS | {"dsl"}, {"click", *JSONPATH}),
    ("check", "out"): (CHECK_PARTS, {"click", *JSONPATH}),
    ("replay", "--silent"): (
        SEEN_PARTS | {"reading", "runner", "simulator"},
        {"click", "cryptography", "joserfc", *JSONPATH},
    ),
}
# What others bring along, and the sources of this project.
BROUGHT = {"_cffi_backend", "_openssl", "iregexp_check", "pcc_workflows", "pingone", "regex"}


@pytest.mark.parametrize("arguments", LOADS, ids=" ".join)
def test_each_command_loads_these_parts_and_packages_and_no_others(arguments: tuple[str, ...]) -> None:
    run("build", "--check")
    new = run(*arguments) - IDLE
    parts = {name.split(".")[1] for name in new if name.startswith("pcc.")}
    packages = {name.partition(".")[0] for name in new} - sys.stdlib_module_names - BROUGHT - {"pcc"}
    assert (parts, packages) == LOADS[arguments]


def test_help_loads_neither_templates_nor_paths_nor_the_dsl() -> None:
    unwanted = {"faker", "httptools", "httpx", "jinja2", "jsonpath_ng", "jsonpath_rfc9535", "pcc.dsl", "pcc.model"}
    assert run("--help") & unwanted == set()


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--check"), ("list",), ("replay", "--help")])
def test_only_a_replay_loads_the_network_and_the_simulator(arguments: tuple[str, ...]) -> None:
    heavy = {"faker", "httptools", "httpx", "pcc.simulator", "joserfc", "cryptography", "uvicorn", "asyncio"}
    assert run(*arguments) & heavy == set()


@pytest.mark.parametrize("targets", [(), ("out",), ("--explain", "undefined-variable"), ("--format", "sarif")])
def test_a_check_loads_nothing_that_runs_or_sends(targets: tuple[str, ...]) -> None:
    loaded = run("check", *targets)
    heavy = {"faker", "httptools", "httpx", "jinja2", "joserfc", "cryptography", "uvicorn", "asyncio", "mini_racer"}
    assert loaded & heavy == set()
    assert {name for name in loaded if name.startswith(("pcc.runner", "pcc.simulator", "pcc.sandbox"))} == set()


def test_a_check_of_files_does_not_load_the_dsl() -> None:
    loaded = run("check", "out")
    assert "pcc.postman" in loaded
    assert {name for name in loaded if name.startswith("pcc.dsl")} == set()


PLAIN = """
from pcc import Environment, Workflow, jsonpath, pattern, status, variable, workflow

class Plain(Environment):
    base = variable("baseUrl", "https://api.pingone.com/v1")

@workflow("Plain", environment=Plain)
def plain(w: Workflow) -> None:
    answer = w.get("Ask", "<<baseUrl>>/environments", expect=[status(404), jsonpath("$.a.b").is_absent()])
    answer.capture("code", "$.code", default="none")
"""


def test_a_replay_of_plain_paths_loads_neither_templates_nor_paths(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pcc]\n", encoding="utf-8")
    (tmp_path / "collections").mkdir()
    (tmp_path / "collections/plain.py").write_text(PLAIN, encoding="utf-8")
    assert pcc.build(project=tmp_path).valid
    file = tmp_path / "out/plain.postman_collection.json"
    loaded = loaded_by("import pcc, sys; pcc.replay(sys.argv[1], simulator=True)", file)
    assert "pcc.simulator" in loaded
    unwanted = {
        "jinja2",
        "jsonpath_ng",
        "jsonpath_rfc9535",
        "click",
        "httptools",
        "httpx",
        "uvicorn",
        "joserfc",
        "faker",
    }
    assert loaded & unwanted == set()


def test_a_replay_of_a_file_loads_what_sends_and_tells_and_nothing_else(tmp_path: Path) -> None:
    expected = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200)))
    script = {"listen": "test", "script": {"exec": render_script((expected,)).split("\n")}}
    with serve_bytes({"/": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}) as base:
        auth = {"type": "bearer", "bearer": [{"key": "token", "value": "t"}]}
        item = {"name": "a", "request": {"method": "GET", "url": f"{base}/", "auth": auth}, "event": [script]}
        file = tmp_path / "plain.json"
        file.write_text(json.dumps({"info": {"name": "Plain", "schema": SCHEMA}, "item": [item]}), encoding="utf-8")
        new = run("replay", file) - IDLE
    others = {name.partition(".")[0] for name in new} - sys.stdlib_module_names
    # httptools brings its runtime along.
    assert {name for name in others if "cython" not in name} == {"click", "httptools", "pcc"}
    assert {"pcc.runner.transports.network", "pcc.runner.request.auth.bearer"} <= new
    # What only other replays need: of projects, over TLS, with reports, with other auths, with files to send.
    parts = {"dsl", "emit", "checks", "diagnostics", "sandbox", "simulator", "project.compile", "runner.report.files"}
    assert {name for name in new for part in parts if name.startswith(f"pcc.{part}")} == set()
    assert {name for name in new if name.startswith("pcc.runner.request.auth.")} <= AUTH_BASICS
    assert (
        new & {"ssl", "hashlib", "email", "mimetypes", "tempfile", "difflib", "importlib.metadata", "tomllib"} == set()
    )


def test_replaying_the_workflows_of_this_project_loads_no_library_of_words() -> None:
    loaded = run("replay", "--silent")
    assert "pcc.runner.dynamic" in loaded
    assert {name.partition(".")[0] for name in loaded} & {"faker"} == set()


@pytest.mark.parametrize(("name", "loads"), [("$guid", False), ("$randomUUID", False), ("$randomCity", True)])
def test_only_a_variable_made_of_words_loads_their_library(name: str, loads: bool) -> None:
    code = (
        "import sys; from pcc.runner import SystemClock, SystemRandomness\n"
        "from pcc.runner.dynamic import eval_dynamic\n"
        "assert eval_dynamic(sys.argv[1], SystemClock(), SystemRandomness())"
    )
    assert ("faker" in loaded_by(code, name)) is loads


def test_checks_against_a_description_load_its_libraries_only_when_they_are_used() -> None:
    loaded = loaded_by("import pcc.checks.openapi, pcc.openapi")
    assert {name.partition(".")[0] for name in loaded} & {
        "jsonpath_ng",
        "jsonschema_rs",
        "ruamel",
        "tree_sitter",
    } == set()


def test_a_check_without_a_description_loads_nothing_that_reads_one() -> None:
    loaded = loaded_by("import pcc; pcc.check")
    assert "pcc.checks.catalog" in loaded
    assert not {name for name in loaded if name.startswith(("pcc.openapi", "pcc.checks.openapi"))} - {
        "pcc.checks.openapi_rules"
    }


def test_a_build_loads_no_other_checks_than_those_that_stop_it() -> None:
    loaded = loaded_by("import pcc.project.parts")
    assert "pcc.checks.unset" in loaded
    assert not loaded & {"pcc.checks.catalog", "pcc.checks.literal_secret", "pcc.checks.scripts"}


def test_every_public_name_has_one_home_and_resolves() -> None:
    assert set(pcc._HOME_OF) | {"__version__"} == set(pcc.__all__)
    assert sum(map(len, pcc._HOMES.values())) == len(pcc._HOME_OF)
    for name in pcc.__all__:
        assert getattr(pcc, name) is not None
    for home, names in pcc._HOMES.items():
        assert set(names) <= set(importlib.import_module(home).__all__), home


def test_public_names_are_sorted_and_listed_for_type_checkers() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    homes = {
        (node.module, alias.name) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert homes == {(home, name) for home, names in pcc._HOMES.items() for name in names}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'pcc' has no attribute 'nothing'"):
        _ = pcc.nothing


def test_no_module_has_the_name_of_a_public_function() -> None:
    # Importing the module would take the place of the function.
    taken = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()} & set(pcc._HOME_OF)
    assert taken == set()


def test_the_sources_are_no_package() -> None:
    # Python has a package of that name itself, and would no longer start from here.
    assert not (ROOT / "collections/__init__.py").exists()


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The packages that a module names at run time; what stands under TYPE_CHECKING is never loaded."""
    hidden = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_each_third_party_package_is_named_in_one_module() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for module, tree in modules():
        for package in imported(tree):
            if package not in sys.stdlib_module_names and package != "pcc":
                named[package].add(OF_A_PACKAGE.get(package, module) if module.startswith("pcc.cli") else module)
    assert {package: homes for package, homes in named.items() if len(homes) > 1} == {}
    assert named.keys() >= {
        "click",
        "faker",
        "httptools",
        "httpx",
        "jinja2",
        "jsonpath_ng",
        "jsonpath_rfc9535",
        "uvicorn",
    }


def test_modules_say_what_is_public_and_in_order() -> None:
    for module, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
                names: list[str] = ast.literal_eval(node.value)
                assert names == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)), (
                    module
                )
