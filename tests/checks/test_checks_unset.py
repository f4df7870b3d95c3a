"""The checks of variables that are not set: which reads they see, and what counts as setting a variable."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

import pcc
from pcc import Environment, Workflow, entry, file, graphql, jsonpath, status, unquoted, variable, workflow
from pcc.checks.subject import Subject
from pcc.checks.unset import check_unset
from pcc.diagnostics import Diagnostic, Level
from pcc.model.collection import Collection
from strategies.collections import collections, environments


class Env(Environment):
    base = variable("baseUrl", "https://api.example.com")
    key = variable("key", secret=True)


env = Env()


def check(function: Callable[[Workflow], Any], **options: Any) -> list[Diagnostic]:
    @workflow("Checked", environment=Env, **options)
    def checked(w: Workflow) -> None:
        function(w)

    return list(check_unset(Subject(checked.build(), env.build())))


def names(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.message.partition("<<")[2].partition(">>")[0] for diagnostic in found]


X = "<<x>>"
READS: dict[str, dict[str, Any]] = {
    "path variable": {"url": "<<baseUrl>>/:id", "path": {"id": X}},
    "URL": {"url": f"https://{X}/a"},
    "query in the URL": {"url": f"<<baseUrl>>?a={X}"},
    "fragment": {"url": f"<<baseUrl>>#{X}"},
    "query name": {"query": {X: "1"}},
    "query value": {"query": {"a": X}},
    "header name": {"headers": {X: "1"}},
    "header value": {"headers": {"A": X}},
    "json value": {"json": {"a": [X]}},
    "json key": {"json": {X: 1}},
    "unquoted json": {"json": {"a": unquoted(X)}},
    "raw": {"raw": f"a {X}"},
    "form name": {"form": {X: "1"}},
    "form value": {"form": {"a": X}},
    "multipart": {"multipart": {"a": X}},
    "multipart name of a file": {"multipart": {X: file("a.txt")}},
    "graphql": {"graphql": graphql(f"{{ {X} }}")},
    "graphql variables": {"graphql": graphql("{ me }", variables={"a": X})},
    "bearer": {"auth": pcc.bearer(X)},
    "basic": {"auth": pcc.basic("a", X)},
    "api key": {"auth": pcc.api_key("a", X)},
    "operand": {"expect": [jsonpath("$.a").equals(X)]},
    "operand with text": {"expect": [jsonpath("$.a").starts_with(f"a{X}")]},
    "postman's notation": {"json": {"a": "{{x}}"}},
}


@pytest.mark.parametrize("place", READS)
def test_a_read_is_found_wherever_it_stands(place: str) -> None:
    options = {"url": "<<baseUrl>>", **READS[place]}
    found = check(lambda w: w.post("Send", options.pop("url"), **options))
    assert names(found) == ["x"]
    (diagnostic,) = found
    assert (diagnostic.id, diagnostic.level, diagnostic.step) == (
        "undefined-variable",
        Level.ERROR,
        "Step 1: Send",
    )
    assert diagnostic.origin is not None


QUIET: dict[str, dict[str, Any]] = {
    "disabled header": {"headers": {"A": entry(X, disabled=True)}},
    "disabled query": {"query": {"a": entry(X, disabled=True)}},
    "disabled field": {"form": {"a": entry(X, disabled=True)}},
    "dynamic": {"json": {"a": "{{$guid}}"}},
    "file": {"file": "<<x>>.bin"},
    "script": {"test": "pm.environment.get('y'); // <<x>>"},
    "other assertion": {"expect": [status(200), jsonpath("$.a").matches("<<x>>"), jsonpath("$.b").one_of([1])]},
}


@pytest.mark.parametrize("place", QUIET)
def test_what_is_not_sent_is_not_read(place: str) -> None:
    assert check(lambda w: w.post("Send", "<<baseUrl>>", **QUIET[place])) == []


@pytest.mark.parametrize("place", ["workflow", "folder", "inner folder"])
def test_credentials_that_are_inherited_are_read(place: str) -> None:
    auth = pcc.bearer(X)

    def inside(w: Workflow) -> None:
        folder = w.folder("Outer", auth=auth if place == "folder" else None)
        folder.folder("Inner", auth=auth if place == "inner folder" else None).get("Send", env.base)
        w.get("Own", env.base, auth=pcc.no_auth())

    found = check(inside, auth=auth if place == "workflow" else None)
    assert [(diagnostic.step, names([diagnostic])) for diagnostic in found] == [("Step 1: Send", ["x"])]


def test_the_nearest_credentials_count() -> None:
    def inside(w: Workflow) -> None:
        w.folder("Outer", auth=pcc.bearer(env.key)).get("Send", env.base)

    assert check(inside, auth=pcc.bearer(X)) == []


def test_assertions_and_scripts_around_every_step_are_read_at_each() -> None:
    def inside(w: Workflow) -> None:
        w.each(expect=[jsonpath("$.a").equals(X)])
        w.get("One", env.base)
        w.get("Other", env.base)

    assert [diagnostic.step for diagnostic in check(inside)] == ["Step 1: One", "Step 2: Other"]


SETTERS: dict[str, Callable[[Workflow], Any]] = {
    "capture": lambda w: w.get("Set", env.base).capture("x", "$.x"),
    "capture with default": lambda w: w.get("Set", env.base).capture("x", "$.x", default=None),
    "assignment before this step": lambda w: w.assign("x", "1"),
    "assignment before another": lambda w: (w.assign("x", "1"), w.get("Set", env.base)),
    "prerequisites": lambda w: w.prerequisites().get("Set", env.base).capture("x", "$.x"),
    "script": lambda w: w.get("Set", env.base, test="pm.environment.set('x', 1);"),
    "script before": lambda w: w.get("Set", env.base, prerequest='pm.variables.set("x", 1);'),
    "script of every step": lambda w: w.each(prerequest="pm.variables.set(`x`, 1);"),
}


@pytest.mark.parametrize("how", SETTERS)
def test_what_a_step_sets_can_be_read_later(how: str) -> None:
    def inside(w: Workflow) -> None:
        SETTERS[how](w)
        w.get("Read", f"<<baseUrl>>/{X}")

    assert check(inside) == []


def test_a_variable_of_the_collection_can_be_read() -> None:
    assert check(lambda w: w.get("Read", X), variables={"x": "1"}) == []


def test_what_a_step_captures_is_not_there_when_it_is_sent() -> None:
    found = check(lambda w: w.get("Read", f"<<baseUrl>>/{X}").capture("x", "$.x"))
    assert names(found) == ["x"]
    assert "is read before anything sets it" in found[0].message


def test_what_the_cleanup_sets_comes_too_late() -> None:
    def inside(w: Workflow) -> None:
        w.cleanup().get("Clean", env.base).capture("x", "$.x")
        w.get("Read", f"<<baseUrl>>/{X}")

    (found,) = check(inside)
    assert found.advice == "'Clean' sets it, which runs later: move that step, or capture it earlier"


def test_a_name_is_reported_once_for_each_step() -> None:
    def inside(w: Workflow) -> None:
        w.get("One", f"<<baseUrl>>/{X}/{X}", headers={"A": X})
        w.get("Other", f"<<baseUrl>>/{X}")

    assert [diagnostic.step for diagnostic in check(inside)] == ["Step 1: One", "Step 2: Other"]


def test_the_nearest_name_is_proposed_whatever_its_case() -> None:
    found = check(lambda w: w.get("Read", "<<BaseURl>>/<<zzz>>"))
    assert [diagnostic.advice for diagnostic in found] == [
        "did you mean <<baseUrl>>?",
        "capture it in an earlier step, assign it, or declare it in the environment",
    ]


def test_a_value_of_the_environment_is_checked_too() -> None:
    class Wrong(Environment):
        base = variable("baseUrl", "https://<<hoost>>")
        host = variable("host", "h")
        loop = variable("loop", "<<loop>>")

    found = list(check_unset(Subject(Collection("Empty", ()), Wrong().build())))
    assert [(one.message, one.advice) for one in found] == [
        ("environment 'Wrong' reads <<hoost>>, which nothing sets", "did you mean <<host>>?")
    ]


@given(collections(), environments())
def test_no_collection_makes_the_check_raise(collection: Collection, environment: Any) -> None:
    for found in check_unset(Subject(collection, environment)):
        assert found.message
