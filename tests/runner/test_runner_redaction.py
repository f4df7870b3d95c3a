"""No secret is seen: not in the output of any reporter, in no form that it may take on its way."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.model.collection import Collection
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.request import BasicAuth, RawBody
from pcc.model.template import Template
from pcc.runner import Ports, Redactor, follow_run, run_collection
from pcc.runner.redact import MASK
from pcc.runner.report import ConsoleReporter, Fanout, ReporterOptions
from runner.fakes import STATUS_200, FakeClock, FakeRandomness, FakeTransport, capture, environment, item, reply, secret

# The mask's own character cannot be masked; half surrogates have no bytes.
LETTERS = st.characters(exclude_characters="•", exclude_categories=["Cs"])
SECRETS = st.text(LETTERS, min_size=4, max_size=60).filter(lambda text: len(text.strip()) >= 4)
FORMS: list[Callable[[str], str]] = [
    str,
    lambda text: quote(text, safe=""),
    quote_plus,
    lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    lambda text: quote(text, safe="!'()*~:;=@/?[]{}|^`\\\"&#<> "),
    json.dumps,
    lambda text: json.dumps(text, ensure_ascii=False),
    lambda text: json.dumps(quote(text)),
    lambda text: base64.b64encode(text.encode()).decode(),
    lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    lambda text: base64.b64encode(f"user:{text}".encode()).decode(),
    lambda text: base64.b64encode(f"{text}:password".encode()).decode(),
]


def readings(text: str) -> str:
    """All that somebody could read out of base64 in the text."""
    found = []
    for word in text.replace('"', " ").split():
        for start in range(4):
            piece = word[start:].replace("-", "+").replace("_", "/")
            piece = piece[: len(piece) // 4 * 4]
            try:
                found.append(base64.b64decode(piece, validate=True).decode("utf-8", "ignore"))
            except ValueError:
                continue
    return "\n".join(found)


@given(value=SECRETS, form=st.sampled_from(FORMS[:8]), before=st.text(LETTERS), after=st.text(LETTERS))
def test_no_readable_form_of_a_secret_survives(value: str, form: Callable[[str], str], before: str, after: str) -> None:
    masked = Redactor([value])(f"{before} {form(value)} {after}")
    assert value not in masked
    assert MASK in masked


@given(value=SECRETS, form=st.sampled_from(FORMS[8:]))
def test_no_base64_form_of_a_secret_survives(value: str, form: Callable[[str], str]) -> None:
    masked = Redactor([value])(f"Basic {form(value)} next")
    assert form(value) not in masked
    assert value not in readings(masked)


@given(st.lists(SECRETS, min_size=1, max_size=4), st.data())
def test_overlapping_secrets_are_all_masked(values: list[str], data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from([*values, values[0][2:], " ", "x"]), max_size=8))
    masked = Redactor(values)("".join(parts))
    assert not any(value in masked for value in values)


@given(st.text(LETTERS))
def test_without_secrets_a_text_stays_as_it_is(text: str) -> None:
    assert Redactor()(text) == text
    assert Redactor(["", " ", "\n"])(text) == text


def test_a_short_secret_is_masked_where_it_stands_alone() -> None:
    redact = Redactor(["us"])
    assert redact("status of us: 'us' dXM= dXMx") == f"status of {MASK}: '{MASK}' {MASK} dXMx"


def test_neighbours_of_a_secret_stay() -> None:
    redact = Redactor(["p@ss wörd"])
    assert redact("a=p%40ss+w%c3%b6rd&b=100%25") == f"a={MASK}&b=100%25"
    assert redact('{"a": "p@ss w\\u00f6rd\\n"}') == f'{{"a": "{MASK}\\n"}}'


def test_secrets_may_come_later() -> None:
    redact = Redactor()
    assert redact("token") == "token"
    redact.add({"token"})
    assert redact("token") == MASK


def output_of(value: str, *, verbose: bool) -> str:
    """Run a collection that meets the secret in every place, and return what the console reporter writes."""
    ref = Template.of("{{secret}}")

    def answer(request: HttpRequest) -> HttpResponse:
        echoed = {"token": value, "text": f"<{value}>", "url": request.url, "form": request.body.decode("latin-1")}
        return reply(404, echoed, ("X-Echo", quote(value)), ("Set-Cookie", f"c={quote(value)}; Path=/"))

    steps = (
        item("say {{secret}}", "http://host.test/{{secret}}?q={{secret}}", after=[STATUS_200]),
        item("post", method="POST", body=RawBody(ref, "json"), auth=BasicAuth(Template.of("me"), ref)),
        item("take", "http://host.test/x", after=[capture("open", "$.text"), capture("own", "$.token", secret=True)]),
        item("bad {{gone}}", "{{secret}}://x"),
    )
    written: list[str] = []
    options = ReporterOptions(verbose=verbose, list_created=lambda _: True)
    reporter = Fanout({"cli": ConsoleReporter(options, written.append)}, options.redact)
    ports = Ports(FakeTransport(answer), FakeClock(), FakeRandomness())
    env = environment(secret("secret", value))
    follow_run(run_collection(Collection(f"of {value}", steps), env, ports=ports, target="t"), reporter.handle)
    return "".join(written)


@pytest.mark.parametrize("verbose", [True, False])
@given(value=SECRETS.map(str.strip).filter(lambda text: "{{" not in text))
def test_no_secret_survives_in_the_console(verbose: bool, value: str) -> None:
    # Words that the reporter itself writes would be masked too, but letters and digits make better secrets.
    output = output_of(value, verbose=verbose)
    for form in FORMS:
        assert form(value) not in output
