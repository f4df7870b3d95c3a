"""Requests of every kind go out of both engines as the same bytes, but for what each engine says of itself."""

from dataclasses import dataclass
from pathlib import Path

import pytest

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import Outcome, outcome_of
from fidelity.recording import Recorded, Reply, record_requests
from fidelity.scripted import comparable
from pcc import (
    Environment,
    Workflow,
    api_key,
    basic,
    bearer,
    entry,
    file,
    graphql,
    no_auth,
    unquoted,
    variable,
    workflow,
)
from pcc.dsl.workflow import WorkflowDefinition
from pcc.postman import write_collection, write_environment
from pcc.runner import RunOptions


class Requests(Environment):
    """Where the requests go, and values that need care."""

    base = variable("baseUrl")
    name = variable("name", "Zoë & Co")
    token = variable("token", "t-0k.en")
    number = variable("number", "42")
    pair = variable("pair", "a=1&b=2")
    nested = variable("nested", "<<name>>/<<number>>")


env = Requests()
BASE = env.base


@workflow("Bodies", environment=Requests)
def bodies(w: Workflow) -> None:
    w.post(
        "JSON", f"{BASE}/json", json={"name": env.name, "n": unquoted(env.number), "list": [1, None, {"é": "\u2028"}]}
    )
    w.post(
        "JSON with comments",
        f"{BASE}/comments",
        raw='{"a": 1, // one\n/* two */ "b": "// no comment"}',
        language="json",
    )
    w.post("JSON of its own type", f"{BASE}/own", headers={"Content-Type": "application/scim+json"}, json={"a": 1})
    w.post("text", f"{BASE}/text", raw=f"Hello {env.name}\r\n😀")
    w.put("XML", f"{BASE}/xml", raw="<a/>", language="xml")
    w.patch("HTML", f"{BASE}/html", raw="<p>", language="html")
    w.post("JavaScript", f"{BASE}/js", raw="1 // no comment", language="javascript")
    w.post(
        "form",
        f"{BASE}/form",
        form=[
            ("name", env.name),
            ("sign", "+ &=%20'()*~!"),
            ("name", "again"),
            ("2", "two"),
            ("1", "one"),
            ("empty", ""),
            ("off", entry("no", disabled=True)),
        ],
    )
    w.post("form of another type", f"{BASE}/form", headers={"Content-Type": "text/plain"}, form={"a": "b"})
    w.post("form without fields", f"{BASE}/form", form={"off": entry("no", disabled=True)})
    w.post(
        "multipart",
        f"{BASE}/multipart",
        multipart=[
            ("name", env.name),
            ("typed", entry("{}", content_type="application/json")),
            ("off", entry("no", disabled=True)),
            ("text", file("note.txt")),
            ("two", file("note.txt", "data.bin", content_type="image/x-own")),
        ],
    )
    w.post(
        "GraphQL",
        f"{BASE}/graphql",
        graphql=graphql("{ me { name } }", variables={"a": [1, env.name]}, operation_name="Me"),
    )
    w.post("GraphQL alone", f"{BASE}/graphql", graphql=graphql("{ me }"))
    w.post("file", f"{BASE}/file", file="data.bin")
    w.post("nothing", f"{BASE}/nothing")
    w.post("empty text", f"{BASE}/nothing", raw="")
    w.get("body of a GET", f"{BASE}/pruned", json={"a": 1})
    w.delete("body of a DELETE", f"{BASE}/delete", json={"a": 1})
    w.delete("DELETE", f"{BASE}/delete")
    w.head("HEAD", f"{BASE}/head")
    w.options("OPTIONS", f"{BASE}/options")


@workflow("Credentials", environment=Requests, auth=bearer(env.token))
def credentials(w: Workflow) -> None:
    w.get("inherited", f"{BASE}/auth")
    w.get("none", f"{BASE}/auth", auth=no_auth())
    w.get("basic", f"{BASE}/auth", auth=basic(env.name, "p:ä"))
    w.get("basic without password", f"{BASE}/auth", auth=basic("only", ""))
    w.get("key in a header", f"{BASE}/auth", auth=api_key("X-Key", env.token))
    w.get("key in the query", f"{BASE}/auth?k=1&x=2", auth=api_key("k", env.name, in_query=True))
    w.get("written beside", f"{BASE}/auth", headers={"Authorization": "Own"}, auth=bearer("b"))
    w.get("written instead", f"{BASE}/auth", headers={"Authorization": "Own"}, auth=no_auth())
    w.get("empty token", f"{BASE}/auth", auth=bearer(""))
    inner = w.folder("Folder", auth=basic("folder", "x"))
    inner.get("inherited from the folder", f"{BASE}/auth")


@workflow("Addresses", environment=Requests)
def addresses(w: Workflow) -> None:
    w.get(
        "encoded values",
        f"{BASE}/q",
        query={"a b": "c d", "plus": "1+1", "amp": "a&b", "hash": "#", "é": "ü😀", "p": "100%"},
    )
    w.get("marks", f"{BASE}/q", query={"m": "'\"<>`{}|\\^[]@:/?,;!$()*~"})
    w.get("encoded already", f"{BASE}/q?a=%20%2B&b=a+b")
    w.get("empty and bare", f"{BASE}/q?empty=&bare&=nameless")
    w.get("disabled", f"{BASE}/q", query={"on": "1", "off": entry("2", disabled=True)})
    w.get("repeated", f"{BASE}/q", query=[("a", "1"), ("a", "2")])
    w.get("from variables", f"{BASE}/q", query={"name": env.name, "pair": env.pair, "nested": env.nested})
    w.get("unresolved", f"{BASE}/{{{{nobody}}}}/q", query={"x": "{{nobody}}"}, headers={"X-Unresolved": "{{nobody}}"})
    w.get("path variables", f"{BASE}/a/:id/:file.json", path={"id": env.number, "file": "a b"})
    w.get("path variable with a slash", f"{BASE}/a/:id", path={"id": "a/b?c#ü"})
    w.get("path", f"{BASE}/a b/ü//c/./d/../e;f=g/")
    w.get("path of a variable", f"{BASE}/{env.name}/{env.nested}")
    w.get("fragment", f"{BASE}/f?a=1#part")
    w.get(
        "headers",
        f"{BASE}/headers",
        headers=[
            ("X-Name", "plain"),
            ("x-lower", f" {env.token} "),
            ("X-Twice", "1"),
            ("X-Twice", "2"),
            ("X-Empty", ""),
            ("X-Off", entry("no", disabled=True)),
            ("Accept", "application/json"),
        ],
    )
    w.get("cache and connection", f"{BASE}/headers", headers={"cache-control": "max-age=0", "Connection": "close"})


@workflow("Redirects and cookies", environment=Requests)
def redirects(w: Workflow) -> None:
    form = {"a": "b"}
    w.post("302 becomes GET", f"{BASE}/to/302", form=form, headers={"X-Kept": "1"}, auth=bearer("t"))
    w.post("303", f"{BASE}/to/303", form=form)
    w.post("307 stays", f"{BASE}/to/307", form=form)
    w.put("308 stays", f"{BASE}/to/308", raw="text")
    w.head("HEAD stays", f"{BASE}/to/301")
    w.get("relative", f"{BASE}/deep/relative?x=1")
    w.get("odd location", f"{BASE}/to/odd")
    w.get("not followed", f"{BASE}/to/302", follow_redirects=False)
    w.get("two hops", f"{BASE}/to/two")
    w.get("another host", f"{BASE}/to/localhost", auth=bearer("t"), headers={"X-Kept": "1"})
    w.get("cookies on the way", f"{BASE}/to/cookies")
    w.get("cookies", f"{BASE}/cookies/set")
    w.get("sent back", f"{BASE}/cookies/read")
    w.get("longest path first", f"{BASE}/cookies/deep/read")
    w.get("elsewhere", f"{BASE}/other")
    w.get("beside a written one", f"{BASE}/cookies/read", headers={"Cookie": "own=1"})
    w.get("not sent", f"{BASE}/cookies/read", send_cookies=False)
    w.get("taken back", f"{BASE}/cookies/clear")
    w.get("gone", f"{BASE}/cookies/read")


def moved(status: int, location: str, *cookies: str) -> Reply:
    return Reply(status, (("Location", location), *(("Set-Cookie", cookie) for cookie in cookies)))


REPLIES = {
    "/to/301": moved(301, "/landed"),
    "/to/302": moved(302, "/landed?code=a%20b"),
    "/to/303": moved(303, "/landed"),
    "/to/307": moved(307, "/landed"),
    "/to/308": moved(308, "/landed"),
    "/deep/relative": moved(302, "sibling?y=2"),
    "/to/odd": moved(302, "/landed/a b?c=d e&f='\"<>&g=%zz#part"),
    "/to/two": moved(302, "/to/302"),
    "/to/cookies": moved(302, "/landed", "hop=1; Path=/landed"),
    "/cookies/set": Reply(
        headers=(
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=two words; Path=/; HttpOnly"),
            ("Set-Cookie", 'c="quoted"; Max-Age=60'),
            ("Set-Cookie", "deep=1; Path=/cookies/deep"),
            ("Set-Cookie", "foreign=1; Domain=example.com"),
            ("Set-Cookie", "old=1; Max-Age=0"),
            ("Set-Cookie", "percent=%41%zz"),
        )
    ),
    "/to/itself": moved(302, "/to/itself"),
    "/secure/set": Reply(headers=(("Set-Cookie", "secure=1; Secure"),)),
    "/cookies/clear": Reply(headers=(("Set-Cookie", "a=; Max-Age=0"), ("Set-Cookie", "b=; Path=/; Max-Age=-1"))),
}


@workflow("Secure cookies", environment=Requests)
def secure_cookies(w: Workflow) -> None:
    w.get("cookies", f"{BASE}/secure/set")
    w.get("sent back", f"{BASE}/secure/read")


@workflow("Too many redirects", environment=Requests)
def too_many_redirects(w: Workflow) -> None:
    w.get("one allowed", f"{BASE}/to/two", max_redirects=1)
    w.get("none needed", f"{BASE}/landed", max_redirects=0)
    w.get("for ever", f"{BASE}/to/itself")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text("A note.\n", encoding="utf-8")
    (tmp_path / "data.bin").write_bytes(bytes(range(256)))
    return tmp_path


@dataclass(frozen=True)
class Exchanged:
    """What both engines sent for a workflow, and what came of it."""

    judged: Outcome
    replayed: Outcome
    expected: list[Recorded]
    found: list[Recorded]


def exchange(definition: WorkflowDefinition, newman: Newman, files: Path) -> Exchanged:
    collection, environment = files / "collection.json", files / "environment.json"
    collection.write_text(write_collection(definition.build()), encoding="utf-8")
    replies = dict(REPLIES)
    with record_requests(replies) as recorder:
        replies["/to/localhost"] = moved(302, recorder.base_url.replace("127.0.0.1", "localhost") + "/landed")
        served = Requests(f"Served at {recorder.base_url}", base=recorder.base_url)
        environment.write_text(write_environment(served.build()), encoding="utf-8")
        (judged,) = newman.run(NewmanJob(collection, environment, working_dir=files))
        expected = recorder.take()
        (run,) = pcc.replay(collection, environment=environment, options=RunOptions(working_dir=files)).runs
        return Exchanged(judged, outcome_of(run, {}), expected, recorder.take())


@pytest.mark.parametrize("definition", [bodies, credentials, addresses, redirects], ids=lambda found: found.slug)
def test_both_engines_send_the_same(definition: WorkflowDefinition, newman: Newman, files: Path) -> None:
    exchanged = exchange(definition, newman, files)
    assert exchanged.judged.green
    assert exchanged.replayed.green
    assert list(map(comparable, exchanged.found)) == list(map(comparable, exchanged.expected))
    assert len(exchanged.found) >= len(exchanged.judged.items)


def test_a_secure_cookie_goes_back_to_loopback(newman: Newman, files: Path) -> None:
    exchanged = exchange(secure_cookies, newman, files)
    assert list(map(comparable, exchanged.found)) == list(map(comparable, exchanged.expected))


def test_both_engines_give_up_after_as_many_redirects(newman: Newman, files: Path) -> None:
    exchanged = exchange(too_many_redirects, newman, files)
    assert [bool(item.errors) for item in exchanged.judged.items] == [True, False, True]
    assert [bool(item.errors) for item in exchanged.replayed.items] == [True, False, True]
    assert [request.target for request in exchanged.found] == [request.target for request in exchanged.expected]
