"""What scripts do differently in Newman, each on purpose; most are failures that Newman passes over."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fidelity.foreign.answers import REPLIES
from fidelity.newman_driver import Newman, require_newman
from fidelity.scripted import Case, Seen, item, judge, replay

pytestmark = pytest.mark.usefixtures("engine_here")

Judge = Callable[[Case], tuple[Seen, Seen]]


@pytest.fixture
def both(newman: Newman, tmp_path: Path) -> Judge:
    return lambda case: judge(replace(case, replies=REPLIES), newman, tmp_path)


def after(script: str) -> Case:
    return Case([item("a", after=script), item("b", after="console.log('b')")])


def errors(seen: Seen) -> list[str]:
    return [error for found in seen.outcome.items for error in found.errors]


def console(seen: Seen) -> list[str]:
    return [text for _, text in seen.outcome.console]


SILENT = {
    "an exception in a timer": ("setTimeout(() => { throw new Error('late'); }, 1);", "Error: late"),
    "an exception in an interval": (
        "const t = setInterval(() => { clearInterval(t); null.x; }, 1);",
        "TypeError: Cannot read properties of null (reading 'x')",
    ),
    "an exception in the callback of a request": (
        "pm.sendRequest(pm.environment.get('base') + '/json', () => { throw new Error('in it'); });",
        "Error: in it",
    ),
    "nothing is thrown": ("throw null;", "the script threw null"),
    "an empty text is thrown": ("throw '';", "the script threw an empty text"),
    "a jump to nowhere": (
        "pm.execution.setNextRequest('nowhere');",
        "setNextRequest named “nowhere”, which no item of this run has as its name or id",
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_newman_passes_over_is_an_error(name: str, both: Judge) -> None:
    script, message = SILENT[name]
    judged, found = both(after(script))
    assert judged.outcome.passed
    assert not found.outcome.passed
    (error,) = errors(found)
    assert error.startswith(message)


ENDING = {
    "a promise is refused": ("Promise.reject(new Error('lost'));", "Error: lost"),
    "an async function fails": (
        "(async () => { await null; null.x; })();",
        "TypeError: Cannot read properties of null",
    ),
}


@pytest.fixture
def own_newman() -> Iterator[Newman]:
    """A Newman that may die."""
    with closing(require_newman()) as made:
        yield made


@pytest.mark.parametrize("name", ENDING)
def test_what_ends_newman_without_a_report_is_an_error(name: str, own_newman: Newman, tmp_path: Path) -> None:
    script, message = ENDING[name]
    with pytest.raises(pytest.fail.Exception, match="Newman's process ended"):
        judge(after(script), own_newman, tmp_path)
    run, requests = replay(after(script), tmp_path)
    assert not run.passed
    assert str(run.items[0].scripts[0].error).startswith(message)
    assert len(requests) == 2


def test_what_a_promise_of_a_test_is_refused_with_is_an_error_of_the_script(own_newman: Newman, tmp_path: Path) -> None:
    case = after("pm.test('refused', async () => { await null; pm.expect(1).to.equal(2); });")
    with pytest.raises(pytest.fail.Exception, match="Newman's process ended"):
        judge(case, own_newman, tmp_path)
    run, _ = replay(case, tmp_path)
    assert [script.error for script in run.items[0].scripts] == ["AssertionError: expected 1 to equal 2 (line 1)"]


def test_await_works_outside_of_functions(both: Judge) -> None:
    case = after("await new Promise((resolve) => setTimeout(resolve, 1)); pm.test('waited', () => {});")
    judged, found = both(case)
    assert "SyntaxError" in errors(judged)[0]
    assert found.outcome.green
    assert found.outcome.items[0].assertions == (("waited", None),)


def test_sent_requests_can_be_awaited(both: Judge) -> None:
    script = "const sent = await pm.sendRequest(pm.environment.get('base') + '/json'); console.log(sent.json().id);"
    judged, found = both(after(script))
    assert "SyntaxError" in errors(judged)[0]
    assert console(found) == ["7", "b"]


def test_a_script_that_takes_too_long_does_not_end_the_run(newman: Newman, tmp_path: Path) -> None:
    case = replace(after("pm.test('before', () => {}); while (true) {}"), timeout_script_ms=300)
    with pytest.raises(AssertionError, match="Script execution timed out"):
        judge(case, newman, tmp_path)
    run, requests = replay(case, tmp_path)
    assert [script.error for script in run.items[0].scripts] == ["the script ran longer than 300 ms"]
    assert len(requests) == 2


def test_a_timer_that_takes_too_long_is_told_in_our_words(both: Judge) -> None:
    case = replace(after("setTimeout(() => console.log('never'), 5000);"), timeout_script_ms=300)
    judged, found = both(case)
    assert errors(judged) == ["Error: sandbox: asynchronous script execution timeout"]
    assert errors(found) == ["the script ran longer than 300 ms"]
    assert console(judged) == console(found) == ["b"]


def test_a_brace_too_many_is_named(both: Judge) -> None:
    judged, found = both(after("pm.test('never', () => {}); }"))
    assert errors(judged) == ["SyntaxError: Unexpected token ';'"]
    (error,) = errors(found)
    assert error.startswith("SyntaxError: Unexpected token '}'")
    assert judged.requests == found.requests


def test_names_of_the_old_api_may_be_declared(both: Judge) -> None:
    judged, found = both(after("const tests = 1; let request = 2; console.log(tests + request);"))
    assert errors(judged) == ["SyntaxError: Identifier 'tests' has already been declared"]
    assert console(found) == ["3", "b"]


def test_each_setter_of_the_old_api_is_told_to_be_old(both: Judge) -> None:
    judged, found = both(after("postman.setGlobalVariable('x', 1);"))
    assert [text for text in console(judged) if "postman.setGlobalVariable" in text] == []
    assert 'Using "postman.setGlobalVariable" is deprecated. Use "pm.globals.set()" instead.' in console(found)
    assert judged.outcome.globals == found.outcome.globals == {"x": '"1"'}


def test_what_json_has_not_is_null_in_a_local_variable(both: Judge) -> None:
    case = Case(
        [item("a", before="pm.variables.set('u', undefined);"), item("b", after="console.log(pm.variables.get('u'))")]
    )
    judged, found = both(case)
    assert (console(judged), console(found)) == (["undefined"], ["null"])


def test_a_variable_without_a_value_is_empty_text(both: Judge) -> None:
    case = replace(after("console.log(typeof pm.environment.get('v'))"), environment=[{"key": "v"}])
    judged, found = both(case)
    assert (console(judged)[0], console(found)[0]) == ("undefined", "string")


def test_names_of_object_prototypes_are_variables_like_others(both: Judge) -> None:
    judged, found = both(Case([item("a", url="{{base}}/{{constructor}}")]))
    assert [request[1] for request in judged.requests] == ["/[object%20Object]"]
    assert [request[1] for request in found.requests] == ["/%7B%7Bconstructor%7D%7D"]


def test_a_request_without_a_response_is_tested_in_both(both: Judge) -> None:
    script = """
console.log(pm.response && pm.response.code, typeof responseBody, responseCode && responseCode.code);
pm.test('tested', () => pm.expect(pm.response.code).to.equal(undefined));
pm.test('fails', () => pm.response.to.have.status(200));
"""
    judged, found = both(
        Case([item("a", url="http://127.0.0.1:1/", after=script), item("b", after="console.log('b')")])
    )
    # The sentence about the connection is each engine's own.
    assert errors(judged) == ["connect ECONNREFUSED 127.0.0.1:1"]
    assert len(errors(found)) == 1
    assert "127.0.0.1:1" in errors(found)[0]
    assert judged.outcome.items[0].assertions == found.outcome.items[0].assertions
    said = [[text for text in console(seen) if "deprecated" not in text] for seen in (judged, found)]
    assert said[0] == said[1]


def test_a_sent_request_without_a_response_gives_its_callback_an_error_that_says_why(both: Judge) -> None:
    script = "pm.sendRequest('http://127.0.0.1:1/', (error, response) => console.log(typeof error.message, response));"
    judged, found = both(after(script))
    # Newman hands over a response without anything in it.
    assert console(judged)[0].startswith('undefined {"id":')
    assert console(found)[0] == "string undefined"
    assert errors(found)[0].startswith("pm.sendRequest: ")


@pytest.mark.parametrize("url", ["'http://127.0.0.1:1/'", "{url: ''}", "'http://'", "{}"])
def test_a_sent_request_without_a_response_fails_the_run_in_both(url: str, both: Judge) -> None:
    judged, found = both(after(f"pm.sendRequest({url}, (error) => console.log(Boolean(error)));"))
    assert judged.outcome.console == found.outcome.console
    assert judged.outcome.passed is found.outcome.passed is False
    assert judged.requests == found.requests


def test_bail_after_a_request_without_a_response_runs_no_test(both: Judge) -> None:
    refused = item("a", url="http://127.0.0.1:1/", after="console.log('never')")
    judged, found = both(Case([refused, item("b")], bail=True, iterations=2))
    assert [found.name for found in judged.outcome.items] == [found.name for found in found.outcome.items] == ["a"]
    assert console(judged) == console(found) == []
    assert judged.requests == found.requests == []


def test_a_cookie_that_is_set_again_keeps_its_place(both: Judge) -> None:
    # As RFC 6265 has it (section 5.3, step 11). In Newman it becomes the last of those made in the same millisecond.
    setting = "pm.cookies.jar().set(pm.environment.get('base'), 'plain', 'new', () => {});"
    case = Case([item("a", url="{{base}}/cookies", after=setting), item("b")])
    judged, found = (dict(seen.requests[1][2])["Cookie"] for seen in both(case))
    assert found == "plain=new; http=two"
    assert judged in ("http=two; plain=new", found)


def test_wrong_arguments_for_the_jar_refuse_a_promise(both: Judge) -> None:
    judged, found = both(after("try { pm.cookies.jar().get(); } catch (error) { console.log(error.message); }"))
    assert console(judged)[0] == "CookieJar.get() requires a valid url"
    assert errors(found) == ["TypeError: CookieJar.get() requires a valid url (line 1)"]
