"""What the console shows."""

import re
from typing import Any

import pytest

from pcc.model.collection import Child, Collection, ItemGroup
from pcc.model.environment import Environment
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import BearerAuth, RawBody
from pcc.model.result import AssertionResult
from pcc.runner import Ports, RunOptions, follow_run, run_collection
from pcc.runner.report import ANSI, ConsoleReporter, Fanout, ReporterOptions
from pcc.runner.report.bodies import cut, render_body, shorten
from runner.fakes import (
    STATUS_200,
    FakeClock,
    FakeRandomness,
    FakeTransport,
    by_path,
    capture,
    environment,
    item,
    reply,
    secret,
    text,
)
from runner.told import BROKE, HELD, Told, asked, checked, exchange, item_result, script


def console(
    *items: Child, answer: Any, env: Environment | None = None, options: RunOptions | None = None, **arguments: Any
) -> str:
    written: list[str] = []
    ports = Ports(FakeTransport(answer), FakeClock(), FakeRandomness())
    collection, target = Collection("Col", items), "embedded simulator (in process)"
    stream = run_collection(collection, env, ports=ports, target=target, options=options or RunOptions())
    created = bool(arguments.pop("list_created", False))
    made = ReporterOptions(list_created=lambda _: created, **arguments)
    follow_run(stream, Fanout({"cli": ConsoleReporter(made, written.append)}, made.redact).handle)
    assert all(line.endswith("\n") for line in written)
    return "".join(written)


def test_one_line_a_step_and_the_target_first() -> None:
    steps = (
        ItemGroup("Prerequisites", (item("token", method="POST", after=[capture("accessToken", "$.t", secret=True)]),)),
        item("create", method="POST", after=[STATUS_200, capture("id", "$.id")]),
        item("read", after=[STATUS_200, capture("all", "$.id")]),
    )
    taken, created = reply(200, {"t": "abcdef"}), reply(201, {"id": "5d0c"})
    answer = by_path(token=taken, create=created, read=reply(200, {"id": "x" * 60}))
    assert console(*steps, answer=answer) == (
        "Col  →  embedded simulator (in process)\n"
        "Prerequisites\n"
        "  ✓ token  POST 200  2 ms  accessToken=••••••\n"
        "✗ create  POST 201  2 ms  id=5d0c\n"
        "    status is 200: expected response to have status code 200 but got 201\n"
        "    {\n"
        '      "id": "5d0c"\n'
        "    }\n"
        f"✓ read  GET 200  2 ms  all={'x' * 20}…{'x' * 19}\n"
        "\n"
        "3 requests, 5 assertions, 1 failed, 0.00 s\n"
    )


def test_folders_are_headings_and_nest() -> None:
    inner = ItemGroup("Inner", (item("b"),))
    out = console(ItemGroup("Outer", (item("a"), inner, item("c"))), item("d"), answer=lambda _: reply())
    assert out.splitlines()[1:7] == [
        "Outer",
        "  ✓ a  GET 200  2 ms",
        "  Inner",
        "    ✓ b  GET 200  2 ms",
        "  ✓ c  GET 200  2 ms",
        "✓ d  GET 200  2 ms",
    ]


def test_iterations_are_counted_when_there_are_several() -> None:
    out = console(item("a"), answer=lambda _: reply(), options=RunOptions(iterations=2))
    assert [line for line in out.splitlines() if "Iteration" in line] == ["Iteration 1 of 2", "Iteration 2 of 2"]


def test_a_request_without_an_answer_says_why_and_what_did_not_run() -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        raise TransportError("host.test refused the connection")

    out = console(item("a{{x}}", after=[STATUS_200]), item("b", "{{y}}/"), answer=answer)
    assert out.splitlines()[1:] == [
        "✗ a{{x}}  GET no response",
        "    ! nothing sets {{x}}: it was sent as it is",
        "    host.test refused the connection",
        "✗ b  not sent",
        "    ! nothing sets {{y}}",
        "    nothing sets {{y}}, so the URL has no host",
        "",
        "1 request, 0 assertions, 2 failed, 1 not run, 0.00 s",
    ]


def test_redirects_are_counted() -> None:
    answer = by_path(a=reply(302, None, ("Location", "/b")), b=reply(200))
    assert "✓ a  GET 200 after 1 redirect  4 ms\n" in console(item("a"), answer=answer)


def test_an_aborted_run_says_why_before_the_summary() -> None:
    out = console(item("a", after=[STATUS_200]), answer=lambda _: reply(500), options=RunOptions(bail=True))
    assert out.splitlines()[-2:] == ["stopped: bail: “a” failed", "1 request, 1 assertion, 1 failed, 0.00 s"]


def test_verbose_shows_whole_messages_without_credentials() -> None:
    step = item("a", method="POST", body=RawBody(text("hush {{s}}")), auth=BearerAuth(text("unmarked")))
    env = environment(secret("s", "hidden"))
    out = console(step, answer=lambda _: reply(200, {"a": 1}, ("X-H", "v")), env=env, verbose=True)
    lines = [line.strip() for line in out.splitlines()]
    assert "> POST http://host.test/a" in lines
    assert "> Authorization: Bearer ••••••" in lines
    assert "> hush ••••••" in lines
    assert [line for line in lines if line.startswith("<")] == ["< 200", "< X-H: v", "<", "< {", '<   "a": 1', "< }"]
    assert "unmarked" not in out


def test_verbose_shows_the_names_of_cookies_only() -> None:
    step = item("a", header=[("Cookie", "x=open; y=open")])
    answer = reply(200, None, ("Set-Cookie", "st=open; Path=/; Secure"))
    out = console(step, answer=lambda _: answer, verbose=True)
    assert "> Cookie: x=••••••; y=••••••\n" in out
    assert "< Set-Cookie: st=••••••; Path=/; Secure\n" in out


def test_silent_writes_nothing() -> None:
    assert console(item("a", after=[STATUS_200]), answer=lambda _: reply(500), values={"silent": True}) == ""


def test_a_style_paints_and_nothing_else_does() -> None:
    plain = console(item("a"), answer=lambda _: reply())
    painted = console(item("a"), answer=lambda _: reply(), style=ANSI)
    assert "\x1b" not in plain
    assert "\x1b[32m✓\x1b[0m a" in painted


def test_what_a_server_sends_does_not_steer_the_terminal() -> None:
    out = console(item("a", after=[STATUS_200]), answer=lambda _: reply(500, body=b"\x1b[2J\x07 \xc2\x9b"))
    assert "\\x1b[2J\\x07 \\x9b" in out


@pytest.mark.parametrize(
    ("answer", "url"),
    [
        (reply(201, {"_links": {"self": {"href": "https://h.test/a/1"}}, "id": "2"}), "https://h.test/a/1"),
        (reply(201, {"id": "2"}, ("Location", "/a/3")), "http://host.test/a/3"),
        (reply(201, {"_links": {"self": None}, "id": "2"}), "http://host.test/a/2"),
        (reply(201, [1]), "http://host.test/a?x=y"),
        (reply(201), "http://host.test/a?x=y"),
        (reply(200, {"id": "2"}), None),
    ],
)
def test_what_was_created_is_listed_at_the_end(answer: HttpResponse, url: str | None) -> None:
    step = item("make", "http://host.test/a?x=y", method="POST", after=[STATUS_200])
    out = console(step, answer=lambda _: answer, list_created=True, options=RunOptions(bail=True))
    expected = ["Created in embedded simulator (in process):", f"  make: {url}"] if url else []
    assert out.splitlines()[-len(expected) :] == (expected or out.splitlines())
    assert "Created" not in console(step, answer=lambda _: answer)


def test_what_was_created_is_listed_after_an_interrupt() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "GET":
            raise KeyboardInterrupt
        return reply(201, {"id": "7"})

    out = console(item("make", method="POST"), item("read"), answer=answer, list_created=True)
    assert out.splitlines()[-4:] == [
        "stopped: interrupted",
        "2 requests, 0 assertions, 1 failed, 0.00 s",
        "Created in embedded simulator (in process):",
        "  make: http://host.test/make/7",
    ]


def told(*runs: Told, **values: str | bool) -> list[str]:
    """The lines that the console has for runs made up by hand."""
    written: list[str] = []
    options = ReporterOptions(values)
    fanout = Fanout({"cli": ConsoleReporter(options, written.append)}, options.redact)
    for run in runs:
        for event in run.events():
            fanout.handle(event)
    fanout.close()
    return "".join(written).splitlines()


FOREIGN = item_result(
    "foreign",
    script(
        HELD,
        AssertionResult("later", skipped=True),
        BROKE,
        console=(asked("one\ntwo"), asked("careful", "warn")),
        requests=(exchange("http://h.test/sub", 201), exchange("http://h.test/x", None, error="refused")),
    ),
)


def test_what_a_foreign_script_does_is_below_its_item() -> None:
    away = item_result("away", exchanges=[], skipped=True)
    assert told(Told([[FOREIGN, away]]))[1:] == [
        "✗ foreign  GET 200  12 ms",
        "    a script sent GET http://h.test/sub  201  12 ms",
        "    a script sent GET http://h.test/x  no response: refused",
        "    log: one",
        "    two",
        "    warn: careful",
        "    - skipped: later",
        "    it holds: expected 1, found 2",
        "    {",
        '      "a": 1',
        "    }",
        "- away  skipped",
        "",
        "3 requests, 3 assertions, 1 failed, 2 skipped, 1.23 s",
    ]


def test_the_options_of_newmans_console() -> None:
    run = Told([[FOREIGN, item_result("u", exchanges=[], error="no host")]])
    everything = told(run)

    def left_out(**values: bool) -> list[str]:
        kept = told(run, **{name.replace("_", "-"): value for name, value in values.items()})
        return [line for line in everything if line not in kept]

    assert left_out(no_banner=True) == ["Col  →  a fake"]
    assert left_out(no_console=True) == ["    log: one", "    two", "    warn: careful"]
    assert left_out(no_assertions=True)[:2] == ["    - skipped: later", "    it holds: expected 1, found 2"]
    assert "    no host" in told(run, **{"no-assertions": True})
    assert left_out(no_summary=True) == ["3 requests, 3 assertions, 2 failed, 1 skipped, 1.23 s"]
    assert left_out(no_success_assertions=True) == []
    assert told(run, silent=True) == []
    assert re.match(r"\[\d\d:\d\d:\d\d\] ✗ foreign  GET", told(run, **{"show-timestamps": True})[1])


LONG = Told([[checked(f"s{number}", BROKE if number % 2 else HELD, path=("F",)) for number in range(22)]] * 2)
TABLE = """\
                    executed  failed
iterations                 2       2
requests                  44       0
test scripts              44       0
prerequest scripts         0       0
assertions                44      22
352 B received; responses took 12 ms on average, 12 to 12 ms
44 requests, 44 assertions, 22 failed, 1.23 s"""


def test_a_long_run_ends_with_its_failures_and_a_table() -> None:
    lines = told(LONG)
    end = lines[lines.index("Failed:") :]
    assert end[1] == "  iteration 1, F / s1: it holds: expected 1, found 2"
    assert end[20:22] == ["  iteration 2, F / s17: it holds: expected 1, found 2", "  … and 2 more"]
    assert "\n".join(end[22:]) == TABLE


def test_a_long_run_may_end_without_them() -> None:
    assert "Failed:" not in told(LONG, **{"no-failures": True})
    assert told(LONG, **{"no-summary": True})[-1] == "  … and 2 more"


def test_several_runs_are_parted_and_summed_up() -> None:
    green, red = Told([[checked()]]), Told([[checked("a", BROKE)]])
    lines = told(green, red)
    assert lines[lines.index("Col  →  a fake", 1) - 1] == ""
    assert lines[-1] == "2 runs: 1 passed, 1 failed"


def test_long_bodies_are_cut_with_their_whole_size() -> None:
    lines = told(Told([[checked("a", BROKE, exchanges=[exchange(body=b"x" * 9000)])]]))
    assert lines[3:5] == ["    " + "x" * 4000, "    … 9000 characters in all"]


def test_bodies_are_cut_with_how_much_is_missing() -> None:
    assert cut("a\nb\n") == "a\nb"
    assert cut("x" * 4001 + "yy") == "x" * 4000 + "\n… 3 more characters"
    many = "\n".join("x" for _ in range(50))
    assert cut(many).splitlines()[40] == "… 20 more characters, 10 more lines"


def test_bodies_are_shown_as_text() -> None:
    assert render_body(b'{"b":1,"a":[]}') == '{\n  "b": 1,\n  "a": []\n}'
    assert render_body(b"<html>") == "<html>"
    assert render_body(b"\xff\xfe") == "(2 bytes that are not text)"


def test_long_values_are_shortened_in_the_middle() -> None:
    assert shorten("a" * 40) == "a" * 40
    assert len(shorten("a" * 41)) == 40
    assert shorten("a\nb") == "a b"
