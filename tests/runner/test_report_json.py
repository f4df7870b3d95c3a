"""The json reporter: Newman's summary."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from pcc.errors import UsageError
from pcc.model.collection import Collection, ItemGroup
from pcc.model.result import AssertionResult
from pcc.runner.report import ReporterOptions, find_reporter
from runner.fakes import environment, item, secret
from runner.told import BROKE, HELD, START, Told, asked, checked, exchange, item_result, report, script

GOLDEN = {
    "cursor": {"length": 1, "cycles": 1, "position": 0, "iteration": 0},
    "item": {"id": "id-make", "name": "make"},
    "request": {
        "url": {
            "raw": "http://host.test:81/a/b?x=1&y=a%20b",
            "protocol": "http",
            "host": ["host", "test"],
            "port": "81",
            "query": [{"key": "x", "value": "1"}, {"key": "y", "value": "a b"}],
            "path": ["a", "b"],
            "variable": [],
        },
        "header": [{"key": "Accept", "value": "*/*"}],
        "method": "POST",
        "body": {"mode": "raw", "raw": "sent"},
    },
    "response": {
        "status": "Created",
        "code": 201,
        "header": [{"key": "Content-Type", "value": "application/json"}],
        "stream": {"type": "Text", "data": '{"a": "é"}'},
        "cookie": [],
        "responseTime": 12,
        "responseSize": 11,
    },
    "id": "id-make",
    "assertions": [
        {"assertion": "it holds", "skipped": False},
        {"assertion": "later", "skipped": True},
        {
            "assertion": "it holds",
            "skipped": False,
            "error": {
                "name": "AssertionError",
                "index": 2,
                "test": "it holds",
                "message": "expected 1, found 2",
                "stack": "AssertionError: expected 1, found 2",
            },
        },
    ],
}


def summary(folder: Path, *runs: Told, **values: str | bool) -> Any:
    return json.loads(report("json", folder, *runs, **values))


def executions(folder: Path, *results: Any, **values: str | bool) -> list[Any]:
    found: list[Any] = summary(folder, Told([results]), **values)["run"]["executions"]
    return found


def test_an_execution_has_the_shape_of_newmans(tmp_path: Path) -> None:
    made = exchange("http://host.test:81/a/b?x=1&y=a%20b", 201, method="POST", sent=b"sent", body='{"a": "é"}'.encode())
    later = AssertionResult("later", skipped=True)
    (found,) = executions(tmp_path, checked("make", HELD, later, BROKE, exchanges=[made]))
    assert len(found["cursor"].pop("ref")) == 36
    assert found == GOLDEN
    assert list(found) == list(GOLDEN)


def test_the_numbers_of_a_run(tmp_path: Path) -> None:
    first = item_result("a", script(listen="prerequest"), script(HELD, BROKE), exchanges=[exchange(), exchange()])
    sub = script(HELD, requests=(exchange(elapsed_ms=30.0),), error="TypeError: x is not a function")
    run = summary(tmp_path, Told([[first, item_result("b", sub)], [first]]))["run"]
    assert {name: (count["total"], count["pending"], count["failed"]) for name, count in run["stats"].items()} == {
        "iterations": (2, 0, 0),
        "items": (3, 0, 0),
        "scripts": (5, 0, 1),
        "prerequests": (3, 0, 0),
        "requests": (4, 0, 0),
        "tests": (3, 0, 0),
        "assertions": (5, 0, 2),
        "testScripts": (3, 0, 1),
        "prerequestScripts": (2, 0, 0),
    }
    timings = run["timings"]
    assert (timings["started"], timings["completed"]) == (1700000000500, 1700000001734)
    spread = [timings[f"response{kind}"] for kind in ("Average", "Min", "Max", "Sd")]
    assert spread == pytest.approx([(24 + 12 + 30 + 24) / 4, 12, 30, 6.538348], abs=1e-5)
    assert run["transfers"] == {"responseTotal": 6 * 8}
    assert run["error"] is None


def test_failures_say_where_and_what(tmp_path: Path) -> None:
    broken = item_result("b", script(BROKE, error="TypeError: x is not a function"), path=("Outer", "Inner"))
    unsent = item_result("u", exchanges=[exchange(status=None, error="refused")], error="refused")
    run = summary(tmp_path, Told([[broken, unsent]]))["run"]
    told = [(failure["at"], failure["error"]["name"], failure["error"]["message"]) for failure in run["failures"]]
    assert told == [
        ("test-script", "TypeError", "x is not a function"),
        ("assertion:0 in test-script", "AssertionError", "expected 1, found 2"),
        ("request", "Error", "refused"),
    ]
    assert run["failures"][0]["source"] == {"id": "id-b", "name": "b"}
    assert run["failures"][0]["parent"] == {"name": "Outer / Inner"}
    assert run["executions"][0]["testScript"][0]["error"]["name"] == "TypeError"
    assert run["executions"][1]["requestError"]["message"] == "refused"
    assert "response" not in run["executions"][1]


def test_what_was_not_sent_is_there_as_it_is_written(tmp_path: Path) -> None:
    source = Collection("Col", (ItemGroup("F", (item("away", "http://h.test/{{x}}", method="PUT"),)),))
    away = item_result("away", exchanges=[], skipped=True)
    document = summary(tmp_path, Told([[away, item_result("other", exchanges=[], error="no host")]], source=source))
    first, second = document["run"]["executions"]
    assert (first["request"]["url"]["raw"], first["request"]["method"]) == ("http://h.test/{{x}}", "PUT")
    assert first["request"]["url"]["path"] == ["{{x}}"]
    assert first["skipped"] is True
    assert second["request"]["url"]["raw"] == ""
    request = {"method": "PUT", "url": {"raw": "http://h.test/{{x}}"}}
    folder = {"id": "", "name": "F", "item": [{"id": "id-away", "name": "away", "request": request}]}
    assert document["collection"] == {"info": {"_postman_id": "", "name": "Col"}, "item": [folder]}


def test_what_scripts_sent_and_wrote_is_below_their_item(tmp_path: Path) -> None:
    done = script(
        requests=(exchange("http://sub.test/"), exchange(status=None, error="refused")), console=(asked("hi"),)
    )
    (found,) = executions(tmp_path, item_result("a", done))
    assert found["scriptRequests"][0]["request"]["url"]["raw"] == "http://sub.test/"
    assert found["scriptRequests"][1]["requestError"]["message"] == "refused"
    assert found["console"] == [{"level": "log", "messages": ["hi"]}]


def test_bodies_are_bounded_and_say_what_is_missing(tmp_path: Path) -> None:
    answers = [exchange(body=body) for body in (b"x" * 20000, "é".encode() * 9000, b"\xff" * 20000, b"")]
    found = [entry["response"] for entry in executions(tmp_path, *(item_result(exchanges=[a]) for a in answers))]
    assert found[0]["stream"] == {"type": "Text", "data": "x" * 16384, "omitted": 3616}
    assert found[1]["stream"] == {"type": "Text", "data": "é" * 8192, "omitted": 1616}
    assert found[2]["stream"] == {
        "type": "Base64",
        "data": b64encode(b"\xff" * 16384).decode(),
        "omitted": 3616,
    }
    assert found[3]["stream"] == {"type": "Text", "data": ""}
    assert [response["responseSize"] for response in found] == [20000, 18000, 20000, 0]


def test_the_limit_of_bodies_is_an_option(tmp_path: Path) -> None:
    result = item_result(exchanges=[exchange(body="aé".encode(), sent=b"body")])
    (found,) = executions(tmp_path, result, **{"body-limit": "2"})
    assert found["response"]["stream"] == {"type": "Text", "data": "a", "omitted": 2}
    assert found["request"]["body"] == {"mode": "raw", "raw": "bo", "omitted": 2}
    (none,) = executions(tmp_path, result, **{"body-limit": "0"})
    assert none["response"]["stream"] == {"type": "Text", "data": "", "omitted": 3}
    with pytest.raises(UsageError, match="body-limit is a number of bytes, not 'x'"):
        find_reporter("json")(ReporterOptions({"body-limit": "x"}), print)


def test_a_large_body_makes_no_large_file(tmp_path: Path) -> None:
    results = [item_result(exchanges=[exchange(body=b"x" * 1_000_000)]) for _ in range(10)]
    assert len(report("json", tmp_path, Told([results]))) < 200_000


def test_the_environment_is_what_the_run_ended_with(tmp_path: Path) -> None:
    env = environment(secret("token", "hush-hush"), plain="x")
    values = {"token": "hush-hush", "plain": 1.5, "copy": "hush-hush", "list": [1]}
    told = Told([[checked()]], environment=env, values=values, secrets=frozenset({"hush-hush"}))
    document = summary(tmp_path, told)
    found = {entry["key"]: entry["value"] for entry in document["environment"]["values"]}
    assert found == {"token": "••••••", "plain": 1.5, "copy": "••••••", "list": [1]}
    assert document["environment"]["name"] == "env"
    assert document["globals"]["values"] == []


def test_several_runs_are_elements_of_runs(tmp_path: Path) -> None:
    document = summary(tmp_path, Told([[checked("a")]]), Told([[checked("b")]], collection="Other"))
    assert list(document) == ["runs"]
    assert [run["collection"]["info"]["name"] for run in document["runs"]] == ["Col", "Other"]
    assert [run["run"]["executions"][0]["item"]["name"] for run in document["runs"]] == ["a", "b"]


def test_a_run_that_ended_early_says_so(tmp_path: Path) -> None:
    assert summary(tmp_path, Told([[checked()]], aborted="interrupted"))["run"]["error"]["message"] == "interrupted"
    unfinished = summary(tmp_path, Told([[checked()]], finished=False))
    assert unfinished["run"]["error"]["message"] == "the run did not reach its end"
    assert len(unfinished["run"]["executions"]) == 1
    assert unfinished["run"]["timings"]["started"] == round(START * 1000)


def test_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    (found,) = executions(tmp_path, checked("half \ud800"))
    assert found["item"]["name"] == "half \ud800"


def test_a_url_that_is_none_is_kept_whole(tmp_path: Path) -> None:
    (found,) = executions(tmp_path, checked(exchanges=[exchange("http://h.test:port/[")]))
    assert found["request"]["url"] == {"raw": "http://h.test:port/["}
