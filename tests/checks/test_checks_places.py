"""Where findings stand: the very line of a file, in all the forms that Postman takes. No secret is ever shown."""

import json
from pathlib import Path

import pytest

from checks.orders import Document, orders, orders_environment, script, step_of
from checks.planted.rows import declare, header, query, request
from checks.planted.secrets import AWS, KEY, OPAQUE
from pcc.checks.catalog import run_checks
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, render_diagnostic
from pcc.model.statement import Assertion, Capture, Comparison, JsonPath, Literal, Operator, StatusCode
from pcc.postman import read_collection, read_environment
from pcc.scripts import render_script


def check_file(folder: Path, collection: Document, environment: Document | None = None) -> list[Diagnostic]:
    """Write the files, and check them as a user would."""
    file, beside = folder / "c.postman_collection.json", folder / "e.postman_environment.json"
    file.write_text(json.dumps(collection, indent="\t"), encoding="utf-8")
    beside.write_text(json.dumps(environment or orders_environment(), indent="\t"), encoding="utf-8")
    read = read_collection(file.read_text(encoding="utf-8"))
    return run_checks(Subject(read, read_environment(beside.read_text(encoding="utf-8")), str(file), str(beside)))


def excerpt(found: Diagnostic) -> tuple[str, str]:
    """The line of the file that is shown, and what the caret is under."""
    *_, line, caret = render_diagnostic(found).splitlines()
    source = line.partition(" | ")[2]
    marks = caret.partition(" | ")[2]
    start = marks.index("^")
    return source.strip(), source[start : start + marks.count("^")]


def test_the_line_and_the_variable_are_shown(tmp_path: Path) -> None:
    collection = orders()
    header(collection, 2, "X-Order", "{{ordreId}}")
    (found,) = check_file(tmp_path, collection)
    assert excerpt(found) == ('"value": "{{ordreId}}"', "{{ordreId}}")
    assert found.advice == "did you mean {{orderId}}?"
    assert found.step == "Get the order"


FORMS: dict[str, tuple[object, str]] = {
    "a URL as text": ("{{baseUrl}}/orders?limit={{pageSize}}&x={{ordreId}}", "/item/3/request/url"),
    "a query as text": (
        {"host": "{{baseUrl}}", "query": "a={{ordreId}}&limit={{pageSize}}"},
        "/item/3/request/url/query",
    ),
    "a URL of parts": ({"host": ["{{baseUrl}}"], "path": ["{{ordreId}}", "{{pageSize}}"]}, "/item/3/request/url"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_url_has_its_place(form: str, tmp_path: Path) -> None:
    url, pointer = FORMS[form]
    collection = orders()
    request(collection, 3)["url"] = url
    (found,) = check_file(tmp_path, collection)
    assert (found.id, found.pointer) == ("undefined-variable", pointer)
    assert excerpt(found)[1] == "{{ordreId}}"


def test_headers_as_one_text_have_its_place(tmp_path: Path) -> None:
    collection = orders()
    request(collection, 3)["header"] = "Accept: */*\r\nX-Order: {{ordreId}}"
    (found,) = check_file(tmp_path, collection)
    assert found.pointer == "/item/3/request/header"


def test_auth_as_an_object_has_its_place(tmp_path: Path) -> None:
    collection = orders()
    request(collection, 3)["auth"] = {"type": "basic", "basic": {"username": "u", "password": "{{ordreId}}"}}
    (found,) = check_file(tmp_path, collection)
    assert found.pointer == "/item/3/request/auth/basic/password"


@pytest.mark.parametrize("form", ["lines", "one text", "one line that holds all"])
def test_a_line_of_a_script_is_found_in_every_form(form: str, tmp_path: Path) -> None:
    lines = ['pm.test("ok", () => pm.response.to.be.ok);', "", 'pm.environment.set("unread", 1);']
    text = "\n".join(lines)
    collection = orders()
    step_of(collection, 3)["event"] = [script("test")]
    kept = {"lines": lines, "one text": text, "one line that holds all": [text]}[form]
    step_of(collection, 3)["event"][0]["script"]["exec"] = kept
    (found,) = check_file(tmp_path, collection)
    pointer = {"lines": "/2", "one text": "", "one line that holds all": "/0"}[form]
    assert (found.id, found.pointer) == ("never-read", "/item/3/event/0/script/exec" + pointer)


def test_a_block_among_blocks_is_found_by_its_header(tmp_path: Path) -> None:
    blocks = (
        Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(200))),
        Capture("used", JsonPath("$.a")),
        Capture("unread", JsonPath("$.b")),
    )
    text = render_script(blocks)
    collection = orders()
    step_of(collection, 3)["event"] = [script("test", *text.split("\n"))]
    header(collection, 5, "X", "{{used}}")
    (found,) = check_file(tmp_path, collection)
    line = text.split("\n").index('// capture "unread" from "$.b"')
    assert (found.id, found.pointer) == ("never-read", f"/item/3/event/0/script/exec/{line}")


def test_a_value_of_the_environment_stands_in_its_file(tmp_path: Path) -> None:
    environment = orders_environment()
    environment["values"][0]["value"] = "https://{{ordersHost}}"
    (found,) = check_file(tmp_path, orders(), environment)
    assert (found.id, found.pointer) == ("missing-from-environment", "/values/0/value")
    assert found.file.endswith("e.postman_environment.json")
    assert "{{baseUrl}} reads" not in found.message


@pytest.mark.parametrize("secret", [AWS, OPAQUE, KEY])
def test_a_secret_is_masked_wherever_it_is_shown(secret: str, tmp_path: Path) -> None:
    collection = orders()
    header(collection, 2, "X-Api-Key", secret)
    (found,) = check_file(tmp_path, collection)
    text = render_diagnostic(found)
    assert found.id == "literal-secret"
    assert secret not in text
    assert secret[8:20] not in text
    assert "•••" in text
    assert set(excerpt(found)[1]) == {"•"}
    assert secret not in repr(found)


def test_several_requests_are_one_finding_that_counts_them(tmp_path: Path) -> None:
    collection = orders()
    for index in (2, 3, 5):
        header(collection, index, "X-Order", "{{ordreId}}")
    (found,) = check_file(tmp_path, collection)
    assert found.advice.endswith("; so do 2 other requests")


def test_a_query_that_all_requests_have_is_one_finding(tmp_path: Path) -> None:
    collection = orders()
    for index in (2, 3, 4):
        query(collection, index, "api_key", "{{clientSecret}}")
    (found,) = check_file(tmp_path, collection)
    assert found.id == "secret-in-query"
    assert "2 other requests" in found.advice


def test_a_secret_in_two_places_is_one_finding(tmp_path: Path) -> None:
    collection = orders()
    header(collection, 2, "X-Api-Key", OPAQUE)
    header(collection, 3, "X-Key", "{{mapsToken}}")
    declare(collection, "mapsToken", OPAQUE)
    (found,) = check_file(tmp_path, collection)
    assert "1 other place" in found.message
