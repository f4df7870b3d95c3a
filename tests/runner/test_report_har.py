"""The har reporter: HTTP Archive 1.2."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from runner.har_schema import HAR
from runner.told import HELD, START, Told, checked, exchange, item_result, report, script

VALIDATOR = jsonschema_rs.Draft202012Validator(HAR)


def log(folder: Path, *runs: Told, **values: str | bool) -> Any:
    document = json.loads(report("har", folder, *runs, **values))
    VALIDATOR.validate(document)
    return document["log"]


def entries(folder: Path, *results: Any, **values: str | bool) -> list[Any]:
    found: list[Any] = log(folder, Told([results]), **values)["entries"]
    return found


def test_the_schema_refuses_what_is_none() -> None:
    for document in ({}, {"log": {"version": "1.1", "creator": {"name": "a", "version": "1"}, "entries": []}}):
        with pytest.raises(jsonschema_rs.ValidationError):
            VALIDATOR.validate(document)


def test_an_entry_is_one_exchange(tmp_path: Path) -> None:
    headers = (("Content-Type", "text/plain"), ("Set-Cookie", "st=open; Path=/"), ("Location", "/b"))
    made = exchange("http://h.test/a?x=1&y=a%20b&x", 201, method="POST", sent=b"sent", headers=headers, body=b"got")
    (entry,) = entries(tmp_path, checked("make", path=("F",), exchanges=[made]))
    request, response = entry["request"], entry["response"]
    assert (entry["startedDateTime"], entry["time"]) == ("2023-11-14T22:13:20.500Z", 12.0)
    assert (request["method"], request["url"]) == ("POST", "http://h.test/a?x=1&y=a%20b&x")
    assert [(pair["name"], pair["value"]) for pair in request["queryString"]] == [("x", "1"), ("y", "a b"), ("x", "")]
    assert request["postData"] == {"mimeType": "application/octet-stream", "text": "sent"}
    assert request["bodySize"] == 4
    assert (response["status"], response["redirectURL"]) == (201, "http://h.test/b")
    assert response["cookies"] == [{"name": "st", "value": "••••••"}]
    assert response["content"] == {"size": 3, "mimeType": "text/plain", "text": "got"}
    assert entry["timings"] == {"send": 0, "wait": 12.0, "receive": 0}
    assert entry["comment"] == "F / make"


def test_every_hop_and_what_scripts_sent_is_there_in_order_of_time(tmp_path: Path) -> None:
    before = script(requests=(exchange("http://h.test/0", started=START),), listen="prerequest")
    hops = [exchange("http://h.test/1", 302, started=START + 1), exchange("http://h.test/2", started=START + 2)]
    found = entries(tmp_path, item_result("a", before, script(HELD), exchanges=hops))
    assert [(entry["request"]["url"][-1], entry["comment"]) for entry in found] == [
        ("0", "a, sent by a script"),
        ("1", "a"),
        ("2", "a, redirect 1"),
    ]


def test_no_answer_is_an_entry_with_an_error(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(status=None, error="refused")], error="refused"))
    assert (entry["response"]["status"], entry["response"]["bodySize"], entry["_error"]) == (0, -1, "refused")


def test_what_was_not_sent_is_no_entry(tmp_path: Path) -> None:
    assert entries(tmp_path, item_result(exchanges=[], skipped=True)) == []


def test_bytes_that_are_no_text_are_base64(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(body=b"\xff\x00", sent=b"\xfe")]))
    content = {"size": 2, "mimeType": "application/json", "text": b64encode(b"\xff\x00").decode(), "encoding": "base64"}
    assert entry["response"]["content"] == content
    assert entry["request"]["postData"]["comment"] == "base64"


def test_bodies_are_bounded(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(body=b"abc")]), **{"body-limit": "1"})
    content = entry["response"]["content"]
    assert (content["text"], content["size"], content["comment"]) == ("a", 3, "2 bytes left out")


def test_the_size_of_a_compressed_body_is_not_known(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(headers=(("Content-Encoding", "gzip"),))]))
    assert entry["response"]["bodySize"] == -1


def test_runs_are_pages_and_iterations_are_told(tmp_path: Path) -> None:
    found = log(tmp_path, Told([[checked()], [checked()]]), Told([[checked()]], collection="Other"))
    assert [page["title"] for page in found["pages"]] == ["Col → a fake", "Other → a fake"]
    assert [(entry["pageref"], entry["comment"]) for entry in found["entries"]] == [
        ("run_1", "step, iteration 1"),
        ("run_1", "step, iteration 2"),
        ("run_2", "step"),
    ]


def test_the_time_of_the_item_stands_in_where_nobody_looked(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(started=0.0)]))
    assert entry["startedDateTime"] == "2023-11-14T22:13:21.500Z"


def test_an_archive_stays_one_whatever_is_secret(tmp_path: Path) -> None:
    secrets = frozenset({"2023", "run_1", "HTTP", "Z", "http", "GET", "application/json"})
    assert len(log(tmp_path, Told([[checked()]], secrets=secrets))["entries"]) == 1


def test_a_location_that_is_no_url_is_kept(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, item_result(exchanges=[exchange(headers=(("Location", "http://[x"),))]))
    assert entry["response"]["redirectURL"] == "http://[x"
