"""Secrets, planted in every place of a run, are in no report."""

import base64
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.result import AssertionResult, CaptureResult, ConsoleMessage, Exchange, ItemResult, ScriptResult
from pcc.runner.redact import MASK, Redactor
from pcc.runner.report import ConsoleReporter, Fanout, ReporterOptions
from runner.fakes import environment, secret
from runner.told import START, Told, report

FILES = ("json", "junit", "har")
# Letters and digits around, so that a hit is one; what is in between is what formats quote.
SECRETS = st.text(st.sampled_from("aB1 %+/\\\"'&=?#<>{}:;\n\té漢🙂"), min_size=4, max_size=20).map("Zq{}7".format)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def forms(value: str) -> set[str]:
    """How a value may look in a text, also within the formats."""
    plain = {
        value,
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        _base64(value),
        _base64(f"user:{value}"),
    }
    nested = {json.dumps(form, ensure_ascii=False)[1:-1] for form in plain}
    return {form for form in plain | nested if len(form) > 4}


def everywhere(value: str) -> ItemResult:
    """An item that met the value in every place there is."""
    headers = (
        ("X-Plain", value),
        ("X-Quoted", quote(value)),
        ("Authorization", f"Basic {_base64(f'user:{value}')}"),
        ("X-Basic", _base64(f"user:{value}")),
        ("Cookie", f"a={quote(value)}"),
        ("Set-Cookie", f"a={quote(value)}; Path=/"),
        ("Location", f"/next?token={quote(value)}"),
        (f"X-{value}", "named"),
    )
    echoed = {"token": value, "deep": [f"<{value}>"], "form": quote_plus(value), "basic": _base64(f"u:{value}")}
    url = f"http://host.test/{quote(value, safe='')}?a={quote_plus(value)}&b={value}#{quote(value)}"
    request = HttpRequest("POST", url, headers, f"a={quote_plus(value)}&b={value}".encode())
    bodies = (json.dumps(echoed).encode(), f"<a>{value}</a>".encode(), b"\xff\x00" + value.encode() + b"\xfe")
    exchanges = [
        Exchange(request, HttpResponse(404, value, headers, body, 1.0), f"failed: {value}", START) for body in bodies
    ]
    tests = (
        AssertionResult(f"named {value}", f"expected {value!r}, found {json.dumps(value)}"),
        AssertionResult(f"skipped {value}", skipped=True),
    )
    done = ScriptResult(
        "test",
        assertions=tests,
        captures=(CaptureResult("open", f"in {value}"),),
        error=f"Error: {value}",
        console=(ConsoleMessage("log", value), ConsoleMessage("warn", json.dumps(value))),
        requests=tuple(exchanges),
    )
    return ItemResult(f"item {value}", "id", (f"folder {value}",), tuple(exchanges), (done,), error=f"no {value}")


def told(value: str, *, late: bool) -> Told:
    found = frozenset({value})
    return Told(
        [[everywhere(value)]],
        collection=f"of {value}",
        environment=environment(secret("secret", value)),
        values={"secret": value, "copy": f"{value}!", "list": [value]},
        aborted=f"stopped by {value}",
        secrets=frozenset() if late else found,
        late=found,
    )


def console(run: Told, **options: Any) -> str:
    written: list[str] = []
    made = ReporterOptions(list_created=lambda _: True, **options)
    fanout = Fanout({"cli": ConsoleReporter(made, written.append)}, made.redact)
    for event in run.events():
        fanout.handle(event)
    return "".join(written)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", FILES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(value=SECRETS)
@example('Zq"\\\n7{}<&>')
@example("Zq" + "long/" * 20 + "7")
def test_a_secret_is_in_no_file_even_if_it_became_known_late(
    tmp_path: Path, name: str, value: str, *, late: bool
) -> None:
    text = report(name, tmp_path, told(value, late=late))
    assert MASK in text
    for form in forms(value):
        assert form not in text, form


@pytest.mark.parametrize("name", FILES)
def test_without_a_secret_the_same_run_shows_it(tmp_path: Path, name: str) -> None:
    run = told("Zq-visible-7", late=False)
    run.secrets = run.late = frozenset()
    text = report(name, tmp_path, run)
    assert text.count("Zq-visible-7") > 5


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", ["json", "har"])
def test_a_secret_that_is_several_parts_of_a_url_leaves_none(tmp_path: Path, name: str, *, late: bool) -> None:
    value = "Zq1&Zq2=Zq3/Zq4"
    text = report(name, tmp_path, told(value, late=late))
    assert re.findall("Zq[0-9]", text) == []


@pytest.mark.parametrize("verbose", [False, True])
@given(value=SECRETS)
def test_a_secret_is_not_on_the_console(value: str, *, verbose: bool) -> None:
    text = console(told(value, late=False), verbose=verbose, values={"show-timestamps": True})
    for form in forms(value):
        assert form not in text, form


def test_a_body_is_cut_without_leaving_half_a_secret(tmp_path: Path) -> None:
    value = "Zq-very-secret-7"
    request = HttpRequest("GET", "http://h.test/", ())
    for shift in range(len(value) + 2):
        for around in (b"", b"\xff"):
            body = around + b"x" * shift + value.encode() + b"tail"
            item = ItemResult("a", "id", (), (Exchange(request, HttpResponse(200, "", (), body, 1.0)),), ())
            run = Told([[item]], secrets=frozenset({value}))
            document = json.loads(report("json", tmp_path, run, **{"body-limit": "8"}))
            stream = document["run"]["executions"][0]["response"]["stream"]
            text = base64.b64decode(stream["data"]) if around else stream["data"].encode()
            assert b"Zq" not in text.replace(MASK.encode(), b""), (shift, around)
            assert not around or b"Z" not in text


@given(value=SECRETS, before=st.text(max_size=30), after=st.text(max_size=30), length=st.integers(0, 60))
def test_the_head_of_a_text_is_that_of_the_masked_one(value: str, before: str, after: str, length: int) -> None:
    redact = Redactor([value])
    text = f"{before}{quote(value)}{after}"
    head = redact.head(text, length)
    for form in forms(value):
        assert form not in head
    assert redact(text).startswith(head.removesuffix(MASK).rstrip("•"))


@given(values=st.lists(SECRETS, max_size=4), text=st.text(max_size=60), place=st.integers(0, 60))
def test_a_quick_no_is_never_wrong(values: list[str], text: str, place: int) -> None:
    redact = Redactor(values)
    for value in values:
        for form in (value, quote(value, safe=""), json.dumps(value)[1:-1], _base64(f"a:{value}")):
            assert redact.may_be_in(f"{text[:place]} {form} {text[place:]}")
