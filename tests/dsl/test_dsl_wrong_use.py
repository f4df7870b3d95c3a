"""Wrong use raises at the author's line, with a sentence that says what to do."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import pcc
from pcc import (
    Environment,
    Record,
    Ref,
    Step,
    Workflow,
    bearer,
    claim,
    header,
    jsonpath,
    literal,
    pattern,
    status,
    unquoted,
    variable,
    workflow,
)
from pcc.errors import WorkflowError


class Env(Environment):
    base = variable("baseUrl", "https://api.example.com")


env = Env()


@dataclass(frozen=True)
class Pair(Record):
    one: Ref
    other: Ref


@dataclass(frozen=True)
class PlainPair:
    one: Ref
    other: Ref


def build(function: Callable[[Workflow], Any]) -> None:
    @workflow("Wrong", environment=Env)
    def wrong(w: Workflow) -> None:
        function(w)

    wrong.build()


def a_step(w: Workflow) -> Step:
    return w.get("Get", env.base)


def pair(w: Workflow) -> Pair:
    step = a_step(w)
    return Pair(step.capture("one", "$.one"), step.capture("other", "$.other"))


def overwritten(w: Workflow) -> None:
    first = a_step(w).capture("id", "$.id")
    w.get("Again", env.base).capture("id", "$.id")
    w.get("Late", f"{env.base}/{first}")


def of_another_workflow(w: Workflow) -> None:
    kept: list[Ref] = []
    build(lambda other: kept.append(a_step(other).capture("id", "$.id")))
    w.get("Use", f"{env.base}/{kept[0]}")


def after_its_end(w: Workflow) -> None:
    kept: list[Workflow] = []

    def keep(inner: Workflow) -> None:
        a_step(inner)
        kept.append(inner)

    build(keep)
    kept[0].get("Too late", env.base)


def generator(w: Workflow) -> Iterator[Step]:
    yield a_step(w)


WRONG: list[tuple[Callable[[Workflow], Any], str]] = [
    (lambda w: f"{a_step(w)}", "is no value: capture something"),
    (lambda w: f"{pair(w)}", "holds several references"),
    (lambda w: str(pair(w)), "holds several references"),
    (lambda w: w.get("T", f"{env.base}/{PlainPair(env.base, env.base)}"), "whole record or list of references"),
    (lambda w: w.post("T", env.base, json={"id": pair(w)}), "is a Pair, but text or a reference is wanted: name one"),
    (lambda w: w.post("T", env.base, json={"id": a_step(w)}), "is a Step, but .* capture something of it first"),
    (lambda w: w.post("T", env.base, json={"when": {1}}), "at /when is a set"),
    (lambda w: w.post("T", env.base, json={1: "x"}), "has the key 1: a key of JSON is text"),
    (lambda w: w.post("T", env.base, json={"n": float("nan")}), "not a JSON value"),
    (lambda w: w.post("T", env.base, json={"n": unquoted("x")}), "takes one reference"),
    (lambda w: w.post("T", env.base, json={}, raw="x"), "has one body, but json and raw"),
    (lambda w: w.post("T", env.base, jason={}), "has no option 'jason'"),  # type: ignore[call-arg]
    (
        lambda w: w.get("T", env.base, allow={"undefined-varable": "x"}),
        "no check finds 'undefined-varable': did you mean 'undefined-variable'",
    ),
    (lambda w: w.get("T", env.base, allow={"zzz": "x"}), "no check finds 'zzz': docs/checks.md lists them"),
    (lambda w: w.get("T", env.base, allow={"undefined-variable": " "}), "needs a reason: say in a sentence"),
    (lambda w: w.get("T", env.base, allow={"undefined-variable": 3}), "needs a reason"),  # type: ignore[dict-item]
    (lambda w: w.get("T", env.base, allow=["undefined-variable"]), "takes ids with reasons"),  # type: ignore[arg-type]
    (lambda w: w.get("T", ""), "the URL is empty"),
    (lambda w: w.get(" ", env.base), "needs a title"),
    (lambda w: w.get("Step 1: T", env.base), "brings its own number"),
    (
        lambda w: w.get(f"T {env.base}", env.base),
        "a title is not a template, so <<baseUrl>> cannot stand in it: leave it out",
    ),
    (
        lambda w: w.get("T", env.base, test=f"console.log('{env.base}')"),
        "a script is not a template, .* pm.variables.get",
    ),
    (lambda w: w.get("T", env.base, expect=[status]), "write an assertion"),  # type: ignore[list-item]
    (lambda w: w.get("T", env.base, auth="token"), "auth='token': write bearer"),  # type: ignore[arg-type]
    (lambda w: w.get("T", env.base, timeout_ms="1"), "timeout_ms='1': write a whole number"),  # type: ignore[arg-type]
    (lambda w: w.get("T", env.base, max_redirects=-1), "max_redirects=-1: write a whole number"),
    (lambda w: w.get("T", env.base, strict_ssl=1), "strict_ssl=1: write true or false"),  # type: ignore[arg-type]
    (lambda w: w.get("T", env.base, timeout_ms=True), "timeout_ms=True: write a whole number"),
    (lambda w: w.folder("Prerequisites"), r"write w.prerequisites\(\)"),
    (lambda w: w.folder(" "), "a folder needs a name"),
    (lambda w: a_step(w).capture("", "$.id"), "cannot name a variable"),
    (lambda w: a_step(w).capture("$guid", "$.id"), "cannot name a variable"),
    (lambda w: a_step(w).capture("id", "id"), "id\n"),
    (lambda w: a_step(w).capture("id", header("X"), every=True), "goes with a JSONPath"),
    (
        lambda w: a_step(w).capture("id", "$.id", default=float("nan")),
        "a default cannot be this: nan is not a JSON value",
    ),
    (lambda w: a_step(w).capture("id", "$.id", default=f"{env.base}"), "a default is not a template"),
    (lambda w: a_step(w).capture("id", "$.id", default={"a": [{1}]}), "a default cannot be this: .* not a JSON value"),
    (lambda w: w.folder(f"Of {env.base}"), "the name of a folder is not a template"),
    (lambda w: w.get("T", env.base, file=f"{env.base}"), "the path of a file is not a template"),
    (lambda w: pcc.example("E", 200, body=f"{env.base}"), "an example is not a template"),
    (lambda w: jsonpath(f"$.{env.base}"), "a JSONPath is not a template"),
    (lambda w: header(f"{env.base}"), "the name of a header is not a template"),
    (lambda w: w.assign("a b{", "x"), "cannot name a variable"),
    (lambda w: w.assign("late", "x"), "has no step behind it"),
    (lambda w: bool(env.base), "neither true nor false"),
    (lambda w: env.base == "x", "compare it in an assertion"),
    (lambda w: {env.base: 1}, "cannot be a key"),
    (lambda w: f"{env.base:>10}", "leave the format out"),
    (lambda w: literal("{{x}}"), "cannot be literal"),
    (lambda w: w.get("T", literal("{") + "{baseUrl}}"), "keep braces apart"),
    (lambda w: status(True), "a status is a number"),
    (lambda w: jsonpath("$.a").is_a("date"), "is no type of JSON"),
    (lambda w: jsonpath("$.a").equals([f"{env.base}"]), "a list or an object in an assertion is not a template"),
    (lambda w: status.one_of(["<<baseUrl>>"]), "a list or an object in an assertion is not a template"),
    (lambda w: w.get("Two\nlines", env.base), "a title is one line"),
    (lambda w: None, "has no steps"),
    (lambda w: a_step(w).capture("toString", "$.id"), "no variable can be called 'toString'"),
    (lambda w: w.get("T", "{{hasOwnProperty}}/x"), "no variable can be called 'hasOwnProperty'"),
    (lambda w: w.get("T", f"{env.base}/<<constructor>>"), "no variable can be called 'constructor'"),
    (lambda w: jsonpath("$.a[?('x'==@.b)]"), "right"),
    (lambda w: pattern("(?P<x>a)"), "named group"),
    (lambda w: claim("$.x", of="token"), "token\n"),
    (lambda w: variable(""), "cannot name a variable"),
    (lambda w: variable("base{Url"), "cannot name a variable"),
    (lambda w: variable("$guid"), "cannot name a variable"),
    (lambda w: variable("s", "v", secret=True), "leave the default out"),
    (lambda w: Env("Other", bas="x"), "has no variable 'bas'"),
    (lambda w: Env(base="x"), "needs a name of its own"),
    (lambda w: pcc.example("E", 999), "no status code"),
    (lambda w: pcc.file(), "needs the path"),
    (lambda w: workflow(" ", environment=Env), "a workflow needs a title"),
    (lambda w: workflow("T", environment=Env()), "takes a class that is derived from Environment"),  # type: ignore[arg-type]
    (lambda w: workflow("T", environment=dict), "takes a class that is derived from Environment"),  # type: ignore[arg-type]
    (lambda w: workflow("T", environment=Env, prerequisites="An account."), "takes a list of lines"),
    (lambda w: workflow("T", environment=Env)(generator), "is async or a generator"),  # type: ignore[arg-type]
    (lambda w: workflow("T", environment=Env, variables={"a{": "x"}), "cannot name a variable"),
    (lambda w: workflow("T", environment=Env)(lambda inner: None), "gives no name for files"),
    (overwritten, "has set it again"),
    (of_another_workflow, "of another workflow"),
    (after_its_end, "is complete"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=range(len(WRONG)))
def test_wrong_use_says_what_to_do_at_the_authors_line(wrong: Callable[[Workflow], Any], said: str) -> None:
    with pytest.raises(WorkflowError, match=said) as caught:
        build(wrong)
    assert caught.value.origin is not None
    assert Path(caught.value.origin.file).name == Path(__file__).name
    lines, start = inspect.getsourcelines(wrong)
    helpers = {inspect.getsourcelines(helper)[1] for helper in (build, a_step, pair)}
    inside = range(start, start + len(lines))
    assert caught.value.origin.line in inside or any(abs(caught.value.origin.line - line) < 7 for line in helpers)


def test_two_steps_of_one_title_in_an_unnumbered_folder_are_refused() -> None:
    def twice(w: Workflow) -> None:
        w.cleanup().delete("Delete", env.base)
        w.cleanup().delete("Delete", env.base)

    with pytest.raises(WorkflowError, match="two steps are called 'Delete'"):
        build(twice)


def test_a_later_assignment_makes_the_earlier_reference_stale() -> None:
    def reassigned(w: Workflow) -> None:
        first = w.assign("name", "a")
        w.get("One", f"{env.base}/{first}")
        w.assign("name", "b")
        w.get("Two", f"{env.base}/{first}")

    with pytest.raises(WorkflowError, match="'Two' reads <<name>> as the assignment of 'name' set it"):
        build(reassigned)


def test_a_capture_may_be_read_until_it_is_overwritten() -> None:
    def refresh(w: Workflow) -> None:
        token = a_step(w).capture("token", "$.token")
        w.get("Refresh", f"{env.base}/{token}", expect=[jsonpath("$.token").differs(token)]).capture("token", "$.token")

    build(refresh)


def test_a_cleanup_written_early_still_runs_last() -> None:
    def early(w: Workflow) -> None:
        first = a_step(w).capture("id", "$.id")
        w.cleanup().delete("Delete the first", f"{env.base}/{first}")
        w.get("Again", env.base).capture("id", "$.id")

    with pytest.raises(WorkflowError, match=r"'Delete the first' reads <<id>> .* 'Again' has set it again"):
        build(early)


def test_prerequisites_written_late_still_run_first() -> None:
    def late(w: Workflow) -> None:
        token = a_step(w).capture("token", "$.token")
        w.prerequisites().get("Before", env.base).capture("token", "$.token")
        w.get("Read", f"{env.base}/{token}")

    build(late)


def test_a_folder_that_inherits_a_stale_reference_is_refused() -> None:
    def inherited(w: Workflow) -> None:
        token = a_step(w).capture("token", "$.token")
        inner = w.folder("Inner", auth=bearer(token))
        inner.each(expect=[jsonpath("$.t").differs(token)])
        w.get("Refresh", env.base).capture("token", "$.token")
        inner.get("Late but in front", env.base)
        w.folder("After", auth=bearer(token))

    build(inherited)

    def stale(w: Workflow) -> None:
        token = a_step(w).capture("token", "$.token")
        w.get("Refresh", env.base).capture("token", "$.token")
        w.folder("After", auth=bearer(token)).get("Use", env.base)

    with pytest.raises(WorkflowError, match="folder 'After' reads <<token>>"):
        build(stale)
