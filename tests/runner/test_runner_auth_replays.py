"""Requests that are sent again because of their auth, and what becomes of their results and secrets."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest

from pcc.model.collection import Collection, Settings
from pcc.model.json import JsonValue
from pcc.model.ports import HttpRequest, HttpResponse, TransportError
from pcc.model.request import OtherAuth
from pcc.model.statement import Assertion, Comparison, JsonPath, Literal, Operator
from pcc.runner import RunOptions
from pcc.runner.redact import MASK, Redactor
from pcc.runner.request import BuiltRequest
from pcc.runner.request.auth import AUTH_TYPES
from pcc.runner.request.auth.challenges import read_challenges
from pcc.runner.scopes import Scopes
from pcc.runner.scripting import script_context
from pcc.scripts import ScriptContext
from runner.fakes import STATUS_200, FakeClock, environment, header_of, item, reply, run, secret

CHALLENGE = ("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"')


def digest(**attributes: JsonValue) -> OtherAuth:
    return OtherAuth("digest", (("username", "u"), ("password", "{{pw}}"), *attributes.items()))


def credentials(request: HttpRequest) -> str:
    return header_of(request.headers, "Authorization") or ""


def guarded(request: HttpRequest) -> HttpResponse:
    return reply(200, {"ok": True}) if credentials(request) else reply(401, None, CHALLENGE)


def test_every_exchange_is_in_the_result_and_scripts_see_the_last() -> None:
    seen = Assertion(JsonPath("$.ok"), Comparison(Operator.EQUALS, Literal(True)))
    done = run(item("a", auth=digest(), after=[STATUS_200, seen]), answer=guarded)
    result = done.result.items[0]
    assert [exchange.response and exchange.response.status for exchange in result.exchanges] == [401, 200]
    assert result.passed


def test_scripts_see_the_request_as_it_was_sent_last(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[HttpRequest] = []

    def watch(scopes: Scopes, built: BuiltRequest | None = None, **others: Any) -> ScriptContext:
        seen.extend([built.http] if built else [])
        return script_context(scopes, built=built, **others)

    monkeypatch.setattr("pcc.runner.item_scripts.script_context", watch)
    done = run(item("a", auth=digest(), after=[STATUS_200]), answer=guarded)
    assert seen == [done.sent[1]]


def test_a_request_is_sent_four_times_at_most() -> None:
    nonces = iter(range(9))

    def answer(_: HttpRequest) -> HttpResponse:
        return reply(401, None, ("WWW-Authenticate", f'Digest realm="r", nonce="{next(nonces)}", stale=true'))

    assert len(run(item("a", auth=digest()), answer=answer).sent) == 4


def test_redirects_are_counted_for_each_sending() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return guarded(request) if request.url.endswith("/end") else reply(302, None, ("Location", "/end"))

    done = run(item("a", auth=digest(), settings=Settings(max_redirects=1)), answer=answer)
    assert [request.url.rpartition("/")[2] for request in done.sent] == ["a", "end", "a", "end"]
    assert done.result.items[0].error is None


def test_cookies_of_the_refusal_are_sent_along() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return reply() if credentials(request) else reply(401, None, CHALLENGE, ("Set-Cookie", "s=1"))

    done = run(item("a", auth=digest()), answer=answer)
    assert [header_of(request.headers, "Cookie") for request in done.sent] == [None, "s=1"]


def test_a_challenge_is_remembered_over_items_and_iterations() -> None:
    auth = digest()
    collection = Collection("Col", (item("a"), item("b")), auth=auth)
    done = run(collection=collection, answer=guarded, options=RunOptions(iterations=2))
    counts = [credentials(request).partition("nc=")[2][:8] for request in done.sent]
    assert counts == ["", "00000001", "00000002", "00000003", "00000004"]


def test_equal_auths_do_not_share_a_challenge() -> None:
    done = run(item("a", auth=digest()), item("b", auth=digest()), answer=guarded)
    assert [bool(credentials(request)) for request in done.sent] == [False, True, False, True]


def test_an_error_on_the_way_ends_the_item() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        if credentials(request):
            raise TransportError("gone")
        return reply(401, None, CHALLENGE)

    done = run(item("a", auth=digest(), after=[STATUS_200]), answer=answer)
    assert (done.result.items[0].error, done.result.items[0].not_run) == ("gone", 1)


def test_time_limits_hold_for_each_sending() -> None:
    clock = FakeClock()

    def answer(request: HttpRequest) -> HttpResponse:
        clock.seconds += 1
        return guarded(request)

    done = run(item("a", auth=digest()), answer=answer, clock=clock, options=RunOptions(timeout_ms=5000))
    assert done.transport.timeouts == [5000, 4000]


def test_there_are_thirteen_types_and_another_one_is_not_sent() -> None:
    assert len(AUTH_TYPES) == 13
    done = run(item("a", auth=OtherAuth("azure")))
    assert done.sent == []
    assert done.result.items[0].error == f"the auth type “azure” is none of Postman's: {', '.join(AUTH_TYPES)}"


@pytest.mark.parametrize(
    "kind", sorted({*AUTH_TYPES} - {"noauth", "basic", "bearer", "apikey", "jwt", "asap", "awsv4"})
)
def test_without_attributes_a_request_goes_out_unsigned(kind: str) -> None:
    (sent,) = run(item("a", auth=OtherAuth(kind))).sent
    assert credentials(sent) == ""


def test_references_that_nothing_sets_are_told() -> None:
    done = run(item("a", auth=OtherAuth("oauth2", (("accessToken", "{{token}}"), ("scope", ["{{deep}}"])))))
    assert done.result.items[0].unresolved == ("deep", "token")


@pytest.mark.parametrize(
    "text",
    [
        'Basic realm="b", Digest realm="r", nonce="n", qop="auth, auth-int", Bearer realm="x"',
        'digest  REALM = "r" ,nonce=n,qop="auth, auth-int"',
    ],
)
def test_a_challenge_is_found_among_others(text: str) -> None:
    (found,) = read_challenges((("www-authenticate", text),))
    assert (found.realm, found.nonce, found.qops, found.algorithm) == ("r", "n", ("auth", "auth-int"), "")


def test_a_challenge_of_an_unknown_algorithm_is_passed_over() -> None:
    both = [
        ("WWW-Authenticate", f'Digest realm="r", nonce="{name}", algorithm={name}') for name in ("SHA-1", "sha-256")
    ]

    def answer(request: HttpRequest) -> HttpResponse:
        return reply() if credentials(request) else reply(401, None, *both)

    done = run(item("a", auth=digest()), answer=answer)
    assert 'nonce="sha-256", uri="/a", algorithm="SHA-256", response=' in credentials(done.sent[1])


@pytest.mark.parametrize(("written", "chosen"), [(None, "SHA-256"), ("MD5", "MD5"), ("SHA-512-256", "SHA-512-256")])
def test_of_several_challenges_the_written_algorithm_is_answered_or_the_first(written: str | None, chosen: str) -> None:
    asked = (f'Digest realm="r", nonce="{name}", algorithm={name}' for name in ("SHA-256", "MD5"))
    both = [("WWW-Authenticate", challenge) for challenge in asked]

    def answer(request: HttpRequest) -> HttpResponse:
        return reply() if credentials(request) else reply(401, None, *both)

    done = run(item("a", auth=digest(algorithm=written)), answer=answer)
    nonce = "SHA-256" if written == "SHA-512-256" else chosen
    assert f'nonce="{nonce}", uri="/a", algorithm="{chosen}"' in credentials(done.sent[1])


SECRET = "a sécret/%"
ATTRIBUTES: dict[str, dict[str, JsonValue]] = {
    "basic": {"username": "u", "password": "{{pw}}"},
    "bearer": {"token": "xx{{pw}}".replace("é", "e")},
    "digest": {"username": "{{pw}}", "password": "p", "realm": "r", "nonce": "n"},
    "edgegrid": {"accessToken": "{{pw}}", "clientToken": "c", "clientSecret": "{{pw}}"},
    "hawk": {"authId": "{{pw}}", "authKey": "{{pw}}"},
    "awsv4": {"accessKey": "{{pw}}", "secretKey": "{{pw}}", "addAuthDataToQuery": True},
    "jwt": {"algorithm": "HS256", "secret": "{{pw}}", "payload": {"a": "{{pw}}"}, "addTokenTo": "queryParam"},
    "oauth1": {"consumerKey": "{{pw}}", "consumerSecret": "{{pw}}", "signatureMethod": "PLAINTEXT"},
    "oauth2": {"accessToken": "{{pw}}", "addTokenTo": "queryParams"},
}


@pytest.mark.parametrize("kind", ATTRIBUTES)
@pytest.mark.parametrize("in_header", [True, False])
def test_no_signature_gives_a_secret_away(kind: str, *, in_header: bool) -> None:
    attributes = (*ATTRIBUTES[kind].items(), ("addParamsToHeader", in_header))
    done = run(item("a", auth=OtherAuth(kind, attributes)), env=environment(secret("pw", SECRET)))
    (sent,) = done.sent
    shown = Redactor(done.result.secrets)(f"{credentials(sent)} {sent.url}")
    assert MASK in shown
    assert leaks(shown) == []


def leaks(text: str) -> list[str]:
    """Words of the secret in any of the forms that were decoded by hand."""
    forms: list[Callable[[str], str]] = [str, unquote, lambda text: unquote(unquote(text))]
    words = [form(text) for form in forms]
    for run_of in text.replace("-", "+").replace("_", "/").split("."):
        words.append(base64.b64decode(run_of.encode() + b"==", validate=False).decode("latin-1"))
    return [word for word in words if "cret/" in word]


def test_names_in_a_message_of_ntlm_are_masked() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return reply(401, None, ("WWW-Authenticate", f"NTLM {TYPE_2}" if credentials(request) else "NTLM"))

    names = (("username", "{{user}}"), ("domain", "{{dom}}"), ("workstation", "{{pc}}"))
    secrets = [secret("user", "Someone"), secret("dom", "Kingdom"), secret("pc", "Machine")]
    done = run(item("a", auth=OtherAuth("ntlm", names)), env=environment(*secrets), answer=answer)
    shown = [Redactor(done.result.secrets)(credentials(request)) for request in done.sent]
    assert shown == ["", f"NTLM {MASK}", f"NTLM {MASK}"]


# Eight bytes, Unicode, NTLM and nothing else.
TYPE_2 = base64.b64encode(b"NTLMSSP\0" + bytes((2, 0, 0, 0)) + bytes(8) + bytes((1, 2, 0, 0)) + b"12345678").decode()
