"""The check against an OpenAPI description: every defect is found by its id, and nothing else is."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from openapi.described import (
    COLLECTION,
    LIBRARIES,
    PINGONE,
    Change,
    changed,
    check,
    collect,
    describe,
    raw,
    read_described,
    request,
)
from pcc.checks.openapi import check_openapi
from pcc.checks.openapi_rules import OPENAPI_RULES
from pcc.checks.subject import Subject
from pcc.diagnostics import Level, render_diagnostic
from pcc.model.collection import Collection, Variable
from pcc.model.environment import Environment
from pcc.model.template import Template
from pcc.openapi import Specification, read_specification
from pcc.project.sources import read_sources
from pcc.templating import parse_postman
from strategies.collections import collections, environments


@pytest.fixture(scope="module", params=LIBRARIES, ids=["3.0 in YAML", "3.1 in JSON"])
def library(request: pytest.FixtureRequest) -> Specification:
    return read_specification(request.param)


@pytest.fixture(scope="module")
def pingone() -> Specification:
    return read_specification(PINGONE)


def test_nothing_is_found_in_a_collection_that_keeps_to_its_description(library: Specification) -> None:
    assert check(COLLECTION, library) == []


def test_nothing_is_found_in_the_workflows_of_this_project(pingone: Specification) -> None:
    sources = read_sources([])
    assert len(sources) == 5
    for source in sources:
        assert list(check_openapi(Subject(source.collection, source.environment), pingone)) == []


def items(collection: Any) -> dict[str, Any]:
    return {item["name"]: item for item in collection["item"]}


def in_request(name: str, **parts: Any) -> Change:
    return lambda collection: items(collection)[name]["request"].update(parts)


def in_body(name: str, before: str, after: str) -> Change:
    def change(collection: Any) -> None:
        body = items(collection)[name]["request"]["body"]
        assert before in body["raw"]
        body["raw"] = body["raw"].replace(before, after)

    return change


def in_script(name: str, before: str, after: str) -> Change:
    def change(collection: Any) -> None:
        script = items(collection)[name]["event"][0]["script"]
        assert any(before in line for line in script["exec"])
        script["exec"] = [line.replace(before, after) for line in script["exec"]]

    return change


def with_query(name: str, *pairs: tuple[str, str]) -> Change:
    query = [{"key": key, "value": value} for key, value in pairs]
    return lambda collection: items(collection)[name]["request"]["url"].update(query=query)


def with_form(name: str, *pairs: tuple[str, str]) -> Change:
    fields = [{"key": key, "value": value, "type": "text"} for key, value in pairs]

    def change(collection: Any) -> None:
        body = items(collection)[name]["request"]["body"]
        body[body["mode"]] = fields

    return change


LOAN = ("member", "12")
STATUS = "pm.response.to.have.status(204)"
BODY = "const found = pm.response.json();"
KEY = {"key": "Idempotency-Key", "value": "{{k}}"}
TYPE = "Content-Type"
NONE = {"type": "noauth"}
# What is planted: the id that it must be found by, words of the message, the pointer.
DEFECTS: dict[str, tuple[Change, str, str, str]] = {
    "a path that is misspelt": (
        in_request("Delete it", url="{{baseUrl}}/boks/{{bookId}}"),
        "unknown-operation",
        "has no path for DELETE {{baseUrl}}/boks/{{bookId}}",
        "/item/7/request/url",
    ),
    "a base path that is left out": (
        in_request("Delete it", url="https://eu.library.example.com/books/7"),
        "unknown-operation",
        "has no path",
        "/item/7/request/url",
    ),
    "a slash at the end": (
        in_request("Delete it", url="{{baseUrl}}/books/{{bookId}}/"),
        "unknown-operation",
        "has no path",
        "/item/7/request/url",
    ),
    "a method that the path has not got": (
        in_request("Send a cover", method="POST"),
        "unknown-operation",
        "/books/{bookId}/cover has no POST",
        "/item/6/request/method",
    ),
    "a header that is required": (
        in_request("Add a book", header=[]),
        "missing-parameter",
        "needs the header 'Idempotency-Key'",
        "/item/2/request",
    ),
    "a path variable without a value": (
        lambda c: items(c)["Read it"]["request"]["url"].update(variable=[]),
        "missing-parameter",
        "the path variable 'id' has no value",
        "/item/4/request/url",
    ),
    "a cookie that nothing can have set": (
        lambda c: c["item"].insert(0, c["item"].pop()),
        "missing-parameter",
        "needs the cookie 'sid'",
        "/item/0/request",
    ),
    "text for a number in the path": (
        in_request("Delete it", url="{{baseUrl}}/books/moby-dick"),
        "invalid-parameter",
        "path parameter 'bookId': it is string, not integer",
        "/item/7/request/url",
    ),
    "a number that is too large in the query": (
        with_query("List books", ("limit", "500")),
        "invalid-parameter",
        "query parameter 'limit': it breaks maximum 100",
        "/item/1/request/url/query/0",
    ),
    "an element of a list that is none of an enumeration": (
        with_query("List books", ("genre", "novel"), ("genre", "crime")),
        "invalid-parameter",
        'it is none of "novel", "poetry", "science"',
        "/item/1/request/url/query/0",
    ),
    "a header against its format": (
        in_request("Add a book", header=[{"key": "idempotency-key", "value": "one"}]),
        "invalid-parameter",
        "it has not the format uuid",
        "/item/2/request/header/0",
    ),
    "a query parameter that is misspelt": (
        with_query("List books", ("limt", "5")),
        "unknown-parameter",
        "has no query parameter 'limt'",
        "/item/1/request/url/query/0",
    ),
    "no credentials": (
        in_request("Delete it", auth={"type": "noauth"}),
        "missing-credentials",
        "needs credentials (bearer)",
        "/item/7/request",
    ),
    "no body": (
        lambda c: items(c)["Add a book"]["request"].pop("body"),
        "missing-body",
        "POST /books needs a body",
        "/item/2/request",
    ),
    "a body that is not asked for": (
        in_request("Home", method="POST", url="{{baseUrl}}/books/7/x", body=raw("{}")),
        "unknown-operation",
        "has no path",
        "/item/8/request/url",
    ),
    "a body of another type": (
        lambda c: items(c)["Add a book"]["request"]["body"].pop("options"),
        "unknown-content-type",
        "POST /books does not take text/plain",
        "/item/2/request/body",
    ),
    "a form where JSON is asked for": (
        in_request("Add a book", body={"mode": "urlencoded", "urlencoded": [{"key": "title", "value": "a"}]}),
        "unknown-content-type",
        "does not take application/x-www-form-urlencoded",
        "/item/2/request/body",
    ),
    "a body that is not JSON": (
        in_request("Add a book", body=raw('{"title": "a" "genre": "novel"}')),
        "request-schema",
        "it is not JSON: expecting ',' delimiter (line 1 of the body)",
        "/item/2/request/body/raw",
    ),
    "a property of another type": (
        in_body("Add a book", '"isbn": null', '"isbn": 978'),
        "request-schema",
        "at $.isbn, it is integer, not string or null",
        "/item/2/request/body/raw",
    ),
    "a property that is misspelt": (
        in_body("Add a book", '"isbn"', '"ibsn"'),
        "request-schema",
        "'ibsn' is not in the schema",
        "/item/2/request/body/raw",
    ),
    "a property that is missing": (
        in_body("Add a book", '"title": "The {{$randomNoun}}", ', ""),
        "request-schema",
        "the property 'title' is missing",
        "/item/2/request/body/raw",
    ),
    "a word that is none of an enumeration": (
        in_body("Add a book", "{{genre}}", "crime"),
        "request-schema",
        'at $.genre, it is none of "novel", "poetry", "science"',
        "/item/2/request/body/raw",
    ),
    "a limit that is reached": (
        in_body("Add a book", "{{pages}}", "0"),
        "request-schema",
        "at $.pages, it breaks exclusiveMinimum 0",
        "/item/2/request/body/raw",
    ),
    "a mistake deep inside, beside what is not known": (
        in_body("Add a book", "{{authors}}", '{"name": "{{author}}", "born": "yesterday"}'),
        "request-schema",
        "at $.authors[0].born, it has not the format date",
        "/item/2/request/body/raw",
    ),
    "a body that fits no alternative": (
        in_body("Sign in", '"password"', '"passwort"'),
        "request-schema",
        "the property 'password' is missing",
        "/item/0/request/body/raw",
    ),
    "a field of a form that is missing": (
        with_form("Borrow it", LOAN),
        "request-schema",
        "the property 'days' is missing",
        "/item/5/request/body/urlencoded",
    ),
    "a field of a form that is no number": (
        with_form("Borrow it", LOAN, ("days", "two")),
        "request-schema",
        "at $.days, it is string, not integer",
        "/item/5/request/body/urlencoded",
    ),
    "a field of a form that is too large": (
        with_form("Borrow it", LOAN, ("days", "90")),
        "request-schema",
        "at $.days",
        "/item/5/request/body/urlencoded",
    ),
    "a field of a form that is unknown": (
        with_form("Borrow it", LOAN, ("days", "9"), ("{{x}}", "1"), ("month", "9")),
        "request-schema",
        "'month' is not in the schema",
        "/item/5/request/body/urlencoded",
    ),
    "a multipart form without its file": (
        with_form("Send a cover", ("caption", "Front")),
        "request-schema",
        "the property 'image' is missing",
        "/item/6/request/body/formdata",
    ),
    "a status that is not documented": (
        in_script("Add a book", "status(201)", "status(200)"),
        "undocumented-status",
        "POST /books has no response 200",
        "/item/2/event",
    ),
    "several statuses of which none is documented": (
        in_script(
            "Delete it", "pm.response.to.have.status(204)", "pm.expect(pm.response.code).to.be.oneOf([200, 202])"
        ),
        "undocumented-status",
        "DELETE /books/{bookId} has no response 200 or 202",
        "/item/7/event",
    ),
    "a property that the response has not got": (
        in_script("Add a book", "json().id", "json().bookId"),
        "unknown-property",
        "the response 201 of POST /books has no 'bookId', which bookId asks for",
        "/item/2/event/0/script/exec",
    ),
    "a property of an element": (
        in_script("List books", "[0].authors[0].name", "[0].authors[0].nom"),
        "unknown-property",
        "has no 'nom', which items.0.authors.0.nom asks for",
        "/item/1/event/0/script/exec",
    ),
    "an element of what is no list": (
        in_script("Borrow it", "fees[0]", "id[0]"),
        "unknown-property",
        "has no element 0",
        "/item/5/event/0/script/exec",
    ),
    "a property that only requests have": (
        in_script("Add a book", "json().id", "json().pin"),
        "unknown-property",
        "has no 'pin'",
        "/item/2/event/0/script/exec",
    ),
    "an operation that is deprecated": (
        in_request("Home", url="{{baseUrl}}/books/search?q=a", auth={"type": "bearer"}),
        "deprecated-operation",
        "GET /books/search is deprecated",
        "/item/8/request/url",
    ),
    "requests to another server": (
        in_request("Home", url="https://elsewhere.example.com/session"),
        "outside-description",
        "1 of 9 requests go to servers that",
        "",
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_found_once_and_where_it_is(name: str, library: Specification) -> None:
    change, rule, words, pointer = DEFECTS[name]
    found = check(changed(COLLECTION, change), library)
    assert [(one.id, one.pointer) for one in found] == [(rule, pointer)]
    assert words in found[0].message
    assert found[0].advice
    assert found[0].level is next(known.level for known in OPENAPI_RULES if known.id == rule)


def test_every_rule_is_provoked() -> None:
    provoked = {rule for _, rule, _, _ in DEFECTS.values()} | {"unexpected-body"}
    assert provoked == {rule.id for rule in OPENAPI_RULES}


def test_a_body_is_found_that_the_operation_does_not_take(tmp_path: Path) -> None:
    specification = read_described(tmp_path, describe({"/a": {"put": {"responses": {"200": {}}}}}))
    (found,) = check(collect(request("PUT", "https://api.example.com/a", body=raw("{}"))), specification)
    assert (found.id, found.level, found.pointer) == ("unexpected-body", Level.WARNING, "/item/0/request/body")


QUIET: dict[str, Change] = {
    "a path with a variable for a parameter": in_request("Delete it", url="{{baseUrl}}/books/{{x}}"),
    "a variable for a fixed part of the path": in_request("Send a cover", url="{{baseUrl}}/books/7/{{part}}"),
    "a variable as a part of a segment": in_request("Delete it", url="{{baseUrl}}/books/{{a}}{{b}}"),
    "a host in capitals with its port": in_request("Delete it", url="HTTPS://EU.library.example.com:443/v2/books/7"),
    "a value of a listed server variable": in_request(
        "Delete it", url="https://us.library.example.com/preview/books/7"
    ),
    "a server that no variable of the files names": lambda c: c.update(variable=[c["variable"][1]]),
    "a local instance": lambda c: c["variable"][0].update(value="http://localhost:8080"),
    "a doubled slash": in_request("Delete it", url="{{baseUrl}}//books/7"),
    "a percent-encoded path": in_request("Delete it", url="{{baseUrl}}/b%6Foks/7"),
    "a wrong request that expects to be refused": in_request(
        "Refuse a book", body=raw('{"title": 1}'), auth={"type": "noauth"}
    ),
    "a script that writes the request": lambda c: items(c)["Add a book"].update(
        request={"method": "POST", "url": "{{baseUrl}}/books", "auth": {"type": "noauth"}},
        event=[{"listen": "prerequest", "script": {"exec": ["pm.request.headers.add(x); pm.request.body.update(y);"]}}],
    ),
    "a query whose names are not known": with_query("List books", ("{{name}}", "1")),
    "a query value that is not known": with_query("List books", ("limit", "{{limit}}")),
    "a list with commas": with_query("List books", ("genre", "novel,poetry")),
    "credentials in a header": in_request(
        "Delete it", auth={"type": "noauth"}, header=[{"key": "authorization", "value": "Bearer {{t}}"}]
    ),
    "a disabled body that is not required": lambda c: items(c)["Send a cover"]["request"]["body"].update(disabled=True),
    "a content type with parameters": in_request(
        "Add a book",
        header=[
            {"key": "Idempotency-Key", "value": "{{k}}"},
            {"key": "Content-Type", "value": "Application/JSON; x=y"},
        ],
    ),
    "a content type that is not known": in_request(
        "Add a book",
        header=[KEY, {"key": TYPE, "value": "{{type}}"}],
    ),
    "a body that is one reference": in_request("Add a book", body=raw("{{book}}")),
    "a body that a reference completes": in_request("Add a book", body=raw('{"title": "a" {{more}} }')),
    "a key that is a reference": in_body("Add a book", '"isbn"', '"{{key}}"'),
    "text around a reference": in_body("Add a book", "{{genre}}", "no{{x}}"),
    "a reference in quotes for a number": in_body("Add a book", "{{pages}}", '"{{pages}}"'),
    "a list behind a reference": in_body("Add a book", "[{{authors}}]", "{{authors}}"),
    "comments": in_body("Add a book", '"isbn"', '/* "x": 1, */ "isbn"'),
    "one of several statuses": in_script(
        "Delete it", "pm.response.to.have.status(204)", "pm.expect(pm.response.code).to.be.oneOf([204, 202])"
    ),
    "no status": in_script("Add a book", "pm.response.to.have.status(201);", ""),
    "a status that is denied": in_script("Delete it", "to.have.status(204)", "to.not.have.status(200)"),
    "a property that may be anything": in_script("Sign in", "body.member.name", "body.member.other"),
    "a member of a list itself": in_script("List books", "found.items.length", "found.items.filter(x => x.y)"),
    "a property that is asked for with care": in_script("List books", "found.gone", "found.gone || found.lost"),
    "another body": in_script(
        "List books", "const found = pm.response.json();", "let found = pm.response.json(); found = {};"
    ),
    "HEAD instead of GET": in_request("Home", method="HEAD", url="{{baseUrl}}/books/7"),
}


@pytest.mark.parametrize("name", QUIET)
def test_what_cannot_be_known_is_not_found(name: str, library: Specification) -> None:
    assert [one for one in check(changed(COLLECTION, QUIET[name]), library) if one.level is not Level.NOTE] == []


NAMED = "            name: {type: string}\n            type:"
CLIENT = "client_id: {type: string, format: uuid}"
OPEN = "security: []\n      requestBody:\n        required: true\n        content:\n          application/x"
# What of the five workflows a changed description contradicts: the id and words of the message.
CHANGED: dict[str, tuple[str, str, str, str]] = {
    "a renamed path": ("/as/introspect:", "/as/introspection:", "unknown-operation", "/as/introspect"),
    "another method": ("    put:\n", "    patch:\n", "unknown-operation", "password has no PUT"),
    "another content type": ("password.set+json", "password.put+json", "unknown-content-type", "password.set+json"),
    "a new required field": ("[email, username]", "[email, nickname]", "request-schema", "'nickname'"),
    "a narrower enumeration": ("CUSTOM_APP]", "EXTERNAL_APP]", "request-schema", "at $.type"),
    "a lower limit": ("maximum: 2592000}", "maximum: 3600}", "request-schema", "accessTokenValiditySeconds"),
    "a new required parameter": ("{name: state,", "{name: state, required: true,", "missing-parameter", "'state'"),
    "a parameter that is gone": ("{name: prompt,", "{name: prompts,", "unknown-parameter", "'prompt'"),
    "a value that is gone": ("enum: [login, none]", "enum: [none]", "invalid-parameter", "'prompt'"),
    "another status": ('{"302": {description: Back', '{"303": {description: Back', "undocumented-status", "302"),
    "a renamed property": ("user_code: {type: string}\n", "code: {type: string}\n", "unknown-property", "'user_code'"),
    "a renamed property in a filter": (NAMED, NAMED.replace("name", "title"), "unknown-property", "'name'"),
    "a form field that is gone": (f"{CLIENT}, scope", f"{CLIENT}, scopes", "request-schema", "'scope'"),
    "credentials that are needed": (OPEN, OPEN[13:].lstrip(), "missing-credentials", "device_authorization"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_of_the_description_is_found_in_the_workflows(name: str, tmp_path: Path) -> None:
    before, after, rule, words = CHANGED[name]
    text = PINGONE.read_text(encoding="utf-8")
    assert before in text
    specification = read_described(tmp_path, text.replace(before, after), "pingone.yaml")
    found = [
        one
        for source in read_sources([])
        for one in check_openapi(Subject(source.collection, source.environment), specification)
    ]
    assert rule in {one.id for one in found}
    assert any(words in one.message for one in found if one.id == rule)
    assert all(one.origin is not None for one in found)


def test_a_finding_in_a_workflow_points_at_the_text(tmp_path: Path) -> None:
    text = PINGONE.read_text(encoding="utf-8").replace("user_code: {type: string}\n", "usercode: {type: string}\n")
    specification = read_described(tmp_path, text, "pingone.yaml")
    (source,) = read_sources(["device-authorization-grant"])
    shown = [
        render_diagnostic(one) for one in check_openapi(Subject(source.collection, source.environment), specification)
    ]
    assert any('jsonpath("$.user_code")' in text and "did you mean 'usercode'?" in text for text in shown)


WHERE = {
    "its own server": "https://api.example.com/v1/things",
    "the author's own machine": "http://localhost:8080/v1/things",
    "the author's own machine without the base path": "http://127.0.0.1:8080/things",
    "a variable": "{{baseUrl}}/things",
    "a variable for the host": "https://{{host}}/v1/things",
    "a variable for host and base path": "https://{{host}}/things",
    "a variable that ends with a slash": "{{baseUrl}}things",
    "a variable before the version": "{{baseUrl}}/v1/things",
}
THINGS = describe({"/things": {"get": {"responses": {"200": {}}}}})
THINGS["servers"] = [{"url": "https://api.example.com/v1"}]


@pytest.mark.parametrize("where", WHERE)
def test_a_request_is_held_against_the_description_wherever_its_server_is(where: str, tmp_path: Path) -> None:
    specification = read_described(tmp_path, THINGS)
    wrong = check(collect(request("GET", f"{WHERE[where]}?x=1"), request("PUT", WHERE[where])), specification)
    assert [one.id for one in wrong] == ["unknown-parameter", "unknown-operation"]


@pytest.mark.parametrize(
    "address", ["https://login.example.com/token", "{{loginUrl}}/token", "http://localhost:9/token"]
)
def test_another_server_is_out_of_scope_and_told_once(address: str, tmp_path: Path) -> None:
    specification = read_described(tmp_path, THINGS)
    items = (request("GET", WHERE["its own server"]), request("POST", address), request("GET", address))
    (found,) = check(collect(*items), specification)
    assert (found.id, found.level) == ("outside-description", Level.NOTE)
    assert found.message.startswith("2 of 3 requests go to servers that ")


def test_when_no_request_has_a_path_of_the_description_the_paths_are_wrong(tmp_path: Path) -> None:
    found = check(collect(request("GET", "{{baseUrl}}/thing")), read_described(tmp_path, THINGS))
    assert [(one.id, one.advice) for one in found] == [("unknown-operation", "did you mean /things?")]


@pytest.mark.parametrize("servers", [None, [], [{"url": "/v1"}]])
def test_a_description_without_hosts_is_for_every_host_that_has_its_paths(servers: Any, tmp_path: Path) -> None:
    specification = read_described(tmp_path, {**THINGS, "servers": servers})
    found = check(
        collect(
            request("GET", "https://a.example.com/v1/things?x=1" if servers else "https://a.example.com/things?x=1"),
            request("GET", "https://b.example.com/token"),
        ),
        specification,
    )
    assert [one.id for one in found] == ["unknown-parameter", "outside-description"]


def test_the_environment_says_where_a_request_goes(tmp_path: Path) -> None:
    specification = read_described(tmp_path, THINGS)
    collection = collect(request("GET", "{{base}}/thing"), request("GET", "{{base}}/things"))
    values = {
        "https://{{host}}/v1": ["unknown-operation"],
        "https://elsewhere.example.com": ["outside-description"],
    }
    for value, ids in values.items():
        variables = (Variable("base", parse_postman(value)), Variable("host", Template.of("api.example.com")))
        assert [one.id for one in check(collection, specification, Environment("E", variables))] == ids


def test_a_variable_that_a_script_sets_is_not_known(tmp_path: Path) -> None:
    specification = read_described(tmp_path, THINGS)
    variables = (Variable("base", Template.of("https://elsewhere.example.com")),)
    item = request("GET", "{{base}}/things", test="pm.environment.set('base', 'https://api.example.com')")
    assert check(collect(item), specification, Environment("E", variables)) == []


def test_a_concrete_path_comes_before_a_template(library: Specification) -> None:
    url = "https://eu.library.example.com/v2/books/search"
    (found,) = check(collect(request("GET", f"{url}?q=x"), auth=COLLECTION["auth"]), library)
    assert found.id == "deprecated-operation"
    assert [one.id for one in check(collect(request("GET", url), auth=COLLECTION["auth"]), library)] == [
        "missing-parameter",
        "deprecated-operation",
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(collections(), environments())
def test_no_collection_makes_the_check_raise(pingone: Specification, collection: Collection, environment: Any) -> None:
    for found in check_openapi(Subject(collection, environment), pingone):
        assert found.message


def test_no_value_of_a_body_is_shown(library: Specification) -> None:
    change = in_body("Add a book", '"isbn": null', '"isbn": "s3cret"')
    (found,) = check(changed(COLLECTION, change), library)
    assert "s3cret" not in f"{found.message} {found.advice}"


def test_a_path_of_the_description_is_told_with_its_file(library: Specification) -> None:
    (found,) = check(changed(COLLECTION, in_request("Delete it", url="{{baseUrl}}/boks/7")), library)
    assert found.message.startswith(library.file)
    assert found.advice == "did you mean /books/{bookId}?"


def test_values_that_hold_each_other_end(tmp_path: Path) -> None:
    variables = tuple(Variable(f"v{n}", parse_postman(f"{{{{v{n + 1}}}}}" * 9)) for n in range(40))
    found = check(
        collect(request("GET", "https://api.example.com/v1/things?x={{v0}}"), request("GET", "{{v0}}/things")),
        read_described(tmp_path, THINGS),
        Environment("E", variables),
    )
    assert [one.id for one in found] == ["unknown-parameter"]


def test_a_large_body_that_never_closes_ends(library: Specification) -> None:
    for text in ("/*" * 200_000, '"' * 200_001, '{"a": "' + "\\" * 100_000):
        found = check(changed(COLLECTION, in_request("Add a book", body=raw(text))), library)
        assert [one.id for one in found] == ["request-schema"]


def test_every_rule_is_explained_as_on_the_page() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs/checks.md").read_text(encoding="utf-8")
    for rule in OPENAPI_RULES:
        text = (root / f"templates/checks/{rule.id}.md").read_text(encoding="utf-8")
        assert text.startswith(f"## {rule.id}\n\nLevel: {rule.level.value}. ")
        assert text in page
