"""Timers, promises, requests and cookies of scripts."""

import time

import pytest

from pcc.errors import UsageError
from pcc.model.json import JsonObject
from pcc.model.ports import HttpResponse, TransportError
from pcc.sandbox import Sandbox, SandboxResult
from sandbox.sandbox_host import EchoHost, MemoryCookies, answer


def run(sandbox: Sandbox, source: str, host: EchoHost | None = None) -> SandboxResult:
    result = sandbox.run_script("test", source, host=host or EchoHost())
    assert result.finished, result.errors
    return result


def logged(sandbox: Sandbox, source: str, host: EchoHost | None = None) -> list[str]:
    """What a script that has no errors logs."""
    result = run(sandbox, source, host)
    assert result.errors == ()
    return [message.text for message in result.console]


def test_timers_fire_in_the_order_of_their_times(sandbox: Sandbox) -> None:
    assert logged(
        sandbox,
        "setTimeout(() => console.log('late'), 30); setTimeout(() => console.log('soon'), 5);"
        "setImmediate(() => console.log('immediate')); clearTimeout(setTimeout(() => console.log('never'), 1));"
        "console.log('now');",
    ) == ["now", "immediate", "soon", "late"]


def test_an_interval_repeats_until_it_is_cleared(sandbox: Sandbox) -> None:
    source = "let n = 0; const i = setInterval(() => { console.log(++n); if (n === 3) clearInterval(i); }, 2);"
    assert logged(sandbox, source) == ["1", "2", "3"]


def test_promises_run_between_two_timers(sandbox: Sandbox) -> None:
    assert logged(
        sandbox,
        "setTimeout(() => { console.log('a'); Promise.resolve().then(() => console.log('a then')); }, 0);"
        "setTimeout(() => console.log('b'), 0); queueMicrotask(() => console.log('first'));",
    ) == ["first", "a", "a then", "b"]


def test_nothing_that_a_script_left_behind_is_lost_when_it_ends(sandbox: Sandbox) -> None:
    pending = "(async () => { for (let i = 0; i < 99; i++) await null; console.log('promise'); %s })();"
    assert logged(sandbox, pending % "") == ["promise"]
    assert logged(sandbox, pending % "setTimeout(() => console.log('timer'), 2);") == ["promise", "timer"]
    assert logged(sandbox, "__exitscope(); setTimeout(() => console.log('timer'), 2);") == ["timer"]
    failed = run(sandbox, pending % "throw new Error('unheard');")
    assert [str(error) for error in failed.errors] == ["Error: unheard (line 1)"]


def test_a_script_may_await_at_its_top(sandbox: Sandbox) -> None:
    assert logged(
        sandbox,
        "const wait = (ms) => new Promise((done) => setTimeout(done, ms)); await wait(5); console.log('waited');"
        "console.log(await Promise.all([1, wait(1).then(() => 2)]));",
    ) == ["waited", "[1,2]"]


def test_tests_may_end_later(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "pm.test('called', (done) => setTimeout(() => done(), 5)); pm.test('at once', () => {});"
        "pm.test('refused', (done) => setTimeout(() => done(new Error('no')), 1));"
        "setTimeout(() => pm.test('nested', () => {}), 10);",
    )
    assert [(test.name, test.passed, test.index) for test in result.assertions] == [
        ("at once", True, 1),
        ("refused", False, 2),
        ("called", True, 0),
        ("nested", True, 3),
    ]
    assert {test.name for test in result.assertions if test.asynchronous} == {"called", "refused"}


def test_requests_may_be_chained_by_callbacks(sandbox: Sandbox) -> None:
    host = EchoHost()
    assert logged(
        sandbox,
        "pm.sendRequest('https://a.test/one', (error, response, history) => {"
        "  console.log(error, response.code, response.json().path, history.cookies.get('seen'));"
        "  pm.sendRequest({url: 'https://a.test/two', method: 'POST', header: {A: 'b'},"
        "    body: {mode: 'raw', raw: 'x'}}, (error, response) => console.log(response.json().method));"
        "});",
        host,
    ) == ['null 200 ["one"] 1', "POST"]
    assert host.requests[1]["header"] == [{"key": "A", "value": "b"}]
    assert host.requests[1]["body"] == {"mode": "raw", "raw": "x"}


def test_requests_may_be_awaited_one_by_one_and_together(sandbox: Sandbox) -> None:
    result = run(
        sandbox,
        "const one = await pm.sendRequest('https://a.test/1');"
        "const all = await Promise.all([2, 3, 4].map((n) => pm.sendRequest(`https://a.test/${n}`)));"
        "pm.test('all', () => pm.expect([one, ...all].map((r) => r.json().path[0])).to.eql(['1', '2', '3', '4']));",
    )
    assert [test.passed for test in result.assertions] == [True]
    assert [sub.request["url"]["path"] for sub in result.sub_requests] == [["1"], ["2"], ["3"], ["4"]]
    assert [sub.response and sub.response.status for sub in result.sub_requests] == [200] * 4


def test_a_test_may_be_inside_of_a_callback(sandbox: Sandbox) -> None:
    result = run(
        sandbox, "pm.sendRequest('https://a.test/', (e, r) => pm.test('in', () => pm.expect(r.code).to.eql(1)));"
    )
    assert [(test.name, test.passed) for test in result.assertions] == [("in", False)]


def refuse(request: JsonObject) -> HttpResponse:
    raise TransportError("connection refused")


def test_a_request_that_fails_is_an_error_that_the_script_can_handle(sandbox: Sandbox) -> None:
    host = EchoHost(refuse)
    assert logged(
        sandbox,
        "pm.sendRequest('https://a.test/', (error, response) => console.log(error.message, response));"
        "try { await pm.sendRequest('https://a.test/'); } catch (error) { console.log('caught', error.message); }",
        host,
    ) == ["connection refused undefined", "caught connection refused"]
    result = run(sandbox, "await pm.sendRequest('https://a.test/')", host)
    assert [str(error) for error in result.errors] == ["Error: connection refused"]
    assert [sub.error for sub in result.sub_requests] == ["connection refused"]


def test_an_error_of_pcc_in_the_host_is_the_scripts(sandbox: Sandbox) -> None:
    def unsendable(request: JsonObject) -> HttpResponse:
        raise UsageError("no such host")

    assert logged(sandbox, "await pm.sendRequest('x').catch((e) => console.log(e.message))", EchoHost(unsendable)) == [
        "no such host"
    ]


def test_another_error_of_the_host_passes_through_and_the_next_script_runs(fresh: Sandbox) -> None:
    def interrupted(request: JsonObject) -> HttpResponse:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fresh.run_script("test", "pm.sendRequest('https://a.test/', () => {})", host=EchoHost(interrupted))
    assert logged(fresh, "console.log('alive')") == ["alive"]


def test_the_time_of_requests_is_not_the_scripts(fresh: Sandbox) -> None:
    def slow(request: JsonObject) -> HttpResponse:
        time.sleep(0.4)
        return answer("slow")

    result = fresh.run_script(
        "test",
        "for (let i = 0; i < 3; i++) { await pm.sendRequest('https://a.test/'); } console.log('done');",
        host=EchoHost(slow),
        timeout_ms=600,
    )
    assert result.errors == ()
    assert [message.text for message in result.console] == ["done"]
    assert result.elapsed_ms < 600


def test_without_a_host_nothing_is_sent(sandbox: Sandbox) -> None:
    result = sandbox.run_script("test", "pm.sendRequest('https://a.test/', (e) => console.log(e.message));")
    assert [message.text for message in result.console] == ["scripts of this run may not send requests"]
    result = sandbox.run_script("test", "pm.cookies.jar().get('http://a.test', 'a', (e) => console.log(e.message));")
    assert [message.text for message in result.console] == ["scripts of this run have no cookies"]


def test_the_cookie_jar_keeps_gives_and_forgets(sandbox: Sandbox) -> None:
    host = EchoHost(cookies=MemoryCookies())
    assert logged(
        sandbox,
        "const jar = pm.cookies.jar(), url = 'https://a.test/x';"
        "await jar.set(url, 'one', '1'); await jar.set(url, {name: 'two', value: '2', httpOnly: true});"
        "await jar.set(url, 'three=3; Path=/; Max-Age=100'); await jar.set(url, 'one', '1b');"
        "console.log(await jar.get(url, 'one'), await jar.get(url, 'none'));"
        "console.log((await jar.getAll(url)).map((cookie) => cookie.name).sort());"
        "await jar.unset(url, 'one'); console.log(await jar.get(url, 'one'));"
        "jar.set(url, 'four', '4', (error, cookie) => console.log(error, cookie.value, typeof jar));",
        host,
    ) == ["1b null", '["one","three","two"]', "null", "null 4 object"]
    assert host.cookies is not None
    assert sorted(key for _, _, key in host.cookies.kept) == ["four", "three", "two"]
    run(sandbox, "pm.cookies.jar().clear('https://a.test/x', () => {});", host)
    assert host.cookies.all_cookies() == []


def test_a_question_of_a_script_that_has_ended_is_not_the_next_ones(sandbox: Sandbox) -> None:
    asking = "pm.cookies.jar().get('https://a.test', 'one', () => {}); pm.execution.skipRequest();"
    before = sandbox.pid
    assert sandbox.run_script("prerequest", asking, host=EchoHost()).skipped_request
    assert logged(sandbox, "await new Promise((done) => setTimeout(done, 5)); console.log('done')") == ["done"]
    assert sandbox.pid == before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("pm.vault.get('a')", "pm.vault is not available: a replay has no vault"),
        ("pm.execution.runRequest('id')", "pm.execution.runRequest is not available in a replay"),
        ("pm.datasets('d').executeQuery('select 1')", "pm.datasets is not available in a replay"),
    ],
)
def test_what_a_replay_has_not_is_refused_with_a_reason(sandbox: Sandbox, call: str, message: str) -> None:
    assert logged(sandbox, f"try {{ await {call}; }} catch (e) {{ console.log(e.message); }}") == [message]
    assert [error.message for error in run(sandbox, f"await {call}").errors] == [message]
