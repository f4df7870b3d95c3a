"""`pytest x.postman_collection.json`, in processes of its own."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pcc import pytest_plugin

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
STATUS = '// expect status 200\npm.test("status is 200", () => {\n    pm.response.to.have.status(200);\n});'


class Service(ThreadingHTTPServer):
    """Answers 200, or 500 below /broken, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        body = b'{"id": 7}'
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def item(name: str, path: str = "/x", script: str = STATUS) -> dict[str, Any]:
    event = {"listen": "test", "script": {"exec": script.split("\n")}}
    return {"name": name, "event": [event], "request": {"method": "GET", "url": "{{base}}" + path}}


def write(pytester: pytest.Pytester, *items: dict[str, Any], name: str = "x") -> str:
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    document = {"info": {"name": name, "schema": schema}, "item": list(items)}
    file = pytester.path / f"{name}.postman_collection.json"
    file.write_text(json.dumps(document))
    return file.name


def run(pytester: pytest.Pytester, service: Service, *arguments: str) -> pytest.RunResult:
    base = f"base=http://127.0.0.1:{service.server_port}"
    return pytester.run(
        sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pcc-env-var", base, *arguments
    )  # fmt: skip


def test_there_is_a_test_for_each_request_named_after_its_folders(pytester: pytest.Pytester, service: Service) -> None:
    file = write(pytester, item("First"), {"name": "Folder", "item": [item("Second")]})
    done = run(pytester, service, "-v", file)
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines([f"{file}::First PASSED*", f"{file}::Folder::Second PASSED*"])
    assert len(service.seen) == 2


def test_a_failing_request_shows_the_report_of_the_run(pytester: pytest.Pytester, service: Service) -> None:
    done = run(pytester, service, write(pytester, item("Good"), item("Bad", "/broken"), item("After")))
    done.assert_outcomes(passed=2, failed=1)
    done.stdout.fnmatch_lines(["*✗ Bad*GET 500*", "*status is 200: *", '*"id": 7*'])
    done.stdout.no_fnmatch_line("*Traceback*")
    done.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_chosen_request_still_has_those_before_it(pytester: pytest.Pytester, service: Service) -> None:
    done = run(
        pytester,
        service,
        "-k",
        "Second",
        write(pytester, item("First", "/1"), item("Second", "/2"), item("Third", "/3")),
    )
    done.assert_outcomes(passed=1, deselected=2)
    assert service.seen == ["/1", "/2"]


def test_pytest_stops_at_the_first_failure_when_told(pytester: pytest.Pytester, service: Service) -> None:
    run(pytester, service, "-x", write(pytester, item("Bad", "/broken"), item("After"))).assert_outcomes(failed=1)
    assert service.seen == ["/broken"]


def test_under_xdist_a_collection_stays_on_one_worker(pytester: pytest.Pytester, service: Service) -> None:
    code = "import pytest\n@pytest.mark.parametrize('n', range(6))\ndef test_other(n): pass\n"
    other = pytester.makepyfile(code).name
    paths = [f"/{number}" for number in range(6)]
    files = [write(pytester, *(item(f"R{path}", path) for path in paths), name=name) for name in ("x", "y")]
    run(pytester, service, "-n", "2", *files, other).assert_outcomes(passed=18)
    assert sorted(service.seen) == sorted(paths * 2)


def test_a_file_that_is_no_collection_is_a_collection_error(pytester: pytest.Pytester, service: Service) -> None:
    (pytester.path / "bad.postman_collection.json").write_text('{"info": {}, "item": [{"name": 7}]}')
    done = run(pytester, service, "bad.postman_collection.json")
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*bad.postman_collection.json*/item/0*"])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_a_missing_environment_fails_with_the_reason(pytester: pytest.Pytester, service: Service) -> None:
    done = run(pytester, service, "--pcc-environment", "none.json", write(pytester, item("First")))
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*cannot read none.json*"])


def test_files_that_are_not_named_are_left_alone(pytester: pytest.Pytester, service: Service) -> None:
    write(pytester, item("First"))
    pytester.makepyfile("def test_other(): pass\n")
    run(pytester, service).assert_outcomes(passed=1)
    assert service.seen == []


def test_rows_of_data_run_each_request_again(pytester: pytest.Pytester, service: Service) -> None:
    (pytester.path / "rows.csv").write_text("n\n1\n2\n")
    file = write(pytester, item("First", "/{{n}}"))
    run(pytester, service, "--pcc-iteration-data", "rows.csv", file).assert_outcomes(passed=1)
    assert service.seen == ["/1", "/2"]


def test_the_built_workflows_pass_on_the_simulator(pytester: pytest.Pytester, service: Service) -> None:
    file = ROOT / "out" / "refresh-token-grant.postman_collection.json"
    run(pytester, service, "--pcc-simulator", str(file)).assert_outcomes(passed=11)


def test_every_option_is_documented() -> None:
    class Group:
        def addoption(self, name: str, **_: object) -> None:
            names.append(name)

    class Parser:
        def getgroup(self, *_: object) -> Group:
            return Group()

    names: list[str] = []
    pytest_plugin.pytest_addoption(Parser())  # type: ignore[arg-type]
    page = (ROOT / "docs/pytest.md").read_text(encoding="utf-8")
    assert len(names) == 5
    assert [name for name in names if f"| `{name}" not in page] == []
