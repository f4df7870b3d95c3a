"""Variables: scopes, precedence, what stays, what is secret."""

import re
from typing import Any

import pytest

from pcc.model.collection import Collection, ItemGroup, Variable
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.statement import Assertion, Comparison, Existence, JsonPath, Operator, VariableValue
from pcc.runner import RunOptions
from pcc.runner.scopes import Scopes
from pcc.templating import MISSING
from runner.fakes import FakeClock, FakeRandomness, assign, capture, environment, item, reply, run, secret, text


def scopes(**values: Any) -> Scopes:
    return Scopes(FakeClock(), FakeRandomness(), **values)


def test_the_nearest_scope_wins() -> None:
    order = ["local", "data", "environment", "collection", "globals"]
    layers = {name: {"x": name} for name in order}
    for name in order:
        assert scopes(**layers).resolve("{{x}}") == name
        del layers[name]
    assert scopes().resolve("{{x}}") == "{{x}}"
    assert scopes().get("x") is MISSING


def test_values_may_hold_references_themselves() -> None:
    variables = scopes(environment={"a": "<{{b}}>", "b": "{{c}}", "loop": "{{loop}}"}, collection={"c": 5})
    assert variables.resolve("{{a}} {{loop}}") == "<5> {{loop}}"
    assert variables.get("a") == "<{{b}}>"


def test_dynamic_variables_are_fresh_at_every_occurrence() -> None:
    assert scopes().resolve("{{$timestamp}} {{$isoTimestamp}}") == "1700000001 2023-11-14T22:13:20.500Z"
    first, second, number = scopes().resolve("{{$guid}} {{$guid}} {{$randomInt}}").split()
    assert first != second
    assert re.fullmatch(r"[0-9a-f-]{36}", first)
    assert 0 <= int(number) <= 1000
    assert scopes().resolve("{{$randomNonsense}} {{$Guid}}") == "{{$randomNonsense}} {{$Guid}}"


def test_a_variable_may_shadow_a_dynamic_one() -> None:
    assert scopes(environment={"$guid": "mine"}).resolve("{{$guid}}") == "mine"


def test_of_equal_names_the_last_enabled_one_counts() -> None:
    env = environment(
        Variable("x", text("one")),
        Variable("x", text("two")),
        Variable("x", text("three"), disabled=True),
        Variable("y", text("off"), disabled=True),
    )
    assert run(item("{{x}}-{{y}}"), env=env).urls == ["http://host.test/two-%7B%7By%7D%7D"]


def test_overrides_are_variables_of_the_environment() -> None:
    collection = Collection("Col", (item("{{x}}"),), variables=(Variable("x", text("collection")),))
    done = run(collection=collection, overrides={"x": "override"}, env=environment(x="environment"))
    assert done.urls == ["http://host.test/override"]
    assert run(collection=collection).urls == ["http://host.test/collection"]
    assert done.result.environment == {"x": "override"}


def test_an_assignment_is_resolved_once_and_seen_by_later_items_and_iterations() -> None:
    first = item("a-{{id}}", before=[assign("id", "{{$guid}}")])
    done = run(item("z-{{id}}"), first, item("b-{{id}}"), options=RunOptions(iterations=2))
    ids = [url.rpartition("/")[2].split("-", 1)[1] for url in done.urls]
    assert ids[0] == "%7B%7Bid%7D%7D"
    assert ids[1] == ids[2] == ids[3]
    assert ids[4] == ids[5] != ids[1]


def test_a_capture_is_visible_to_the_next_item() -> None:
    done = run(item("a", after=[capture("id", "$.id")]), item("b-{{id}}"), answer=lambda _: reply(200, {"id": 7}))
    assert done.urls[1] == "http://host.test/b-7"
    assert done.result.environment == {"id": 7}


def test_variables_keep_their_types_for_scripts() -> None:
    same = Assertion(JsonPath("$.n"), Comparison(Operator.EQUALS, VariableValue("n")))
    done = run(item("a", after=[same]), env=environment(n=5), answer=lambda _: reply(200, {"n": 5}))
    assert done.result.passed


def test_names_that_nothing_sets_are_recorded_and_sent_as_they_are() -> None:
    step = item("a", "http://host.test/{{b}}", header=[("X", "{{a}}{{b}}")])
    done = run(step)
    assert done.result.items[0].unresolved == ("a", "b")
    assert dict(done.sent[0].headers)["X"] == "{{a}}{{b}}"


@pytest.mark.parametrize("typed", [True, False])
def test_a_secret_variable_stays_secret_whoever_sets_it(typed: bool) -> None:
    env = environment(secret("token", "before")) if typed else environment(token="before")
    names = frozenset() if typed else frozenset({"token"})
    step = item("a", after=[capture("token", "$.token")])
    done = run(step, env=env, secret_names=names, answer=lambda _: reply(200, {"token": "after"}))
    assert done.result.secrets == {"before", "after"}


def test_a_secret_made_of_references_is_secret_as_it_is_sent() -> None:
    env = environment(secret("token", "{{a}}-{{$guid}}"), a="x")
    done = run(item("{{token}}"), env=env)
    assert done.urls[0].rpartition("/")[2] in done.result.secrets


def test_everything_inside_a_secret_value_is_secret() -> None:
    step = item("a", after=[capture("all", "$", secret=True)])
    done = run(step, answer=lambda _: reply(200, {"a": ["inner", 12345], "b": None, "c": " "}))
    assert {"inner", "12345"} <= done.result.secrets


def test_folder_variables_do_not_exist_and_a_capture_that_finds_nothing_unsets() -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        return reply(200, {"other": 1})

    gone = Assertion(JsonPath("$.x"), Existence(exists=False))
    done = run(
        ItemGroup("F", (item("a", after=[capture("id", "$.id"), gone]),)), env=environment(id="stale"), answer=answer
    )
    assert done.result.environment == {}
    assert not done.result.passed
