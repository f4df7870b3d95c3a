"""What values are compared with: variables, texts with references, fields of the request."""

from collections.abc import Iterator, Sequence

from fidelity.corpus.answers import JSON, VARIABLES, reply_json
from fidelity.recording import Reply
from fidelity.trials import Trial
from pcc.model.request import FormParam, Header, QueryParam, RawBody, UrlencodedBody
from pcc.model.statement import (
    Assertion,
    Assignment,
    Capture,
    Comparison,
    Extractor,
    JsonPath,
    Literal,
    Operand,
    Operator,
    Sent,
    SentPart,
    Text,
    VariableValue,
)
from pcc.model.template import Reference, Template
from pcc.templating import parse_postman

__all__ = ["SENT_JSON", "sent", "variables"]

_TEXTS = (
    "{{vText}}",
    "a {{vText}} b",
    "{{vNull}}|{{vTrue}}|{{vFalse}}|{{vZero}}|{{vNumber}}|{{vLarge}}|{{vSmall}}|{{vInteger}}",
    "{{vList}} {{vObject}} {{vEmptyList}} {{vEmptyObject}}",
    "{{vNested}}",
    "{{vDeep}}",
    "{{vLoop}}",
    "{{vUnknown}} {{nobody}}",
    "{{vBraces}}",
    "{{vEmpty}}",
    "{{vMarks}}",
    "{{vHigh}}{{vLow}}",
    "{{$guid}}",
    "{{a b}}{{ü}}",
    "{{$nothing}}{{$}}",
)
_DOCUMENT = {
    "text": "some text",
    "number": 42.5,
    "null": None,
    "list": [1, None, "two", [3, {"four": 4}], True],
    "object": {"a": [None], "1": 2, "b": 1, "{{vText}}": "{{vText}}"},
    "wide": "😀",
    "nested": "<some text|42.5|null|1,,two,3,[object Object],true|[object Object]>",
    "id": "one",
    "status": 200,
}
_SOME = (Operator.EQUALS, Operator.DIFFERS, Operator.CONTAINS, Operator.ONE_OF, Operator.AT_LEAST, Operator.STARTS_WITH)


def _compared(extractors: Sequence[Extractor], operands: Sequence[Operand]) -> Iterator[Assertion]:
    for operand in operands:
        for at, extractor in enumerate(extractors):
            for operator in _SOME if at < 2 else _SOME[:1]:
                yield Assertion(extractor, Comparison(operator, operand))


def variables() -> Iterator[Trial]:
    """Variables of every type, in text and alone, before and after assignments."""
    reply = reply_json(_DOCUMENT)
    actual = [JsonPath(f"$.{name}") for name in _DOCUMENT]
    names = (*VARIABLES, "nobody", "", "vtext")
    for name in names:
        yield Trial(f"variable {name}", list(_compared(actual, [VariableValue(name)])), reply)
    for text in _TEXTS:
        yield Trial(f"text {text}", list(_compared(actual, [Text(parse_postman(text))])), reply)
    for index, text in enumerate((*_TEXTS, "", "plain", 'é\u2028"\\')):
        name = f"set{index}"
        check = Assertion(JsonPath("$.text"), Comparison(Operator.EQUALS, VariableValue(name)))
        yield Trial(f"set to {text}", [Assignment(name, parse_postman(text)), check], reply)
    yield Trial(
        "set twice, and out of each other",
        [
            Assignment("one", parse_postman("1")),
            Assignment("two", parse_postman("{{one}}{{three}}")),
            Assignment("one", parse_postman("{{one}}{{one}}")),
            Assignment("three", parse_postman("{{two}}")),
            Assertion(JsonPath("$.text"), Comparison(Operator.EQUALS, Text(parse_postman("{{one}}{{two}}{{three}}")))),
        ],
        reply,
    )
    yield from _beyond_json()
    for name in ("vNull", "vText", "vObject", "$guid", "length", "ü", " ", "a.b", ""):
        yield Trial(
            f"capture over {name}",
            [
                Capture(name, JsonPath("$.list")),
                Assertion(JsonPath("$.list"), Comparison(Operator.EQUALS, VariableValue(name))),
                Assertion(JsonPath("$.nested"), Comparison(Operator.EQUALS, Text(Template.of("<", Reference(name))))),
            ],
            reply,
        )
        yield Trial(
            f"unset {name}",
            [
                Capture(name, JsonPath("$.nobody")),
                Assertion(JsonPath("$.text"), Comparison(Operator.EQUALS, VariableValue(name))),
                Capture(name, JsonPath("$.nobody"), Literal(None)),
                Assertion(JsonPath("$.null"), Comparison(Operator.EQUALS, VariableValue(name))),
            ],
            reply,
        )


def _beyond_json() -> Iterator[Trial]:
    """Numbers that JSON cannot hold: they are themselves in the script that captured them, and not in the next."""
    numbers = "[1e400,-1e400,-0,9007199254740993,1e-400]"
    reply = Reply(headers=JSON, body=f'{{"all":{numbers},"null":null,"one":1e400,"zero":-0}}'.encode())
    reading = [
        Assertion(JsonPath(f"$.{path}"), Comparison(Operator.EQUALS, operand))
        for path in ("all", "one", "zero", "null")
        for name in ("all", "one", "zero")
        for operand in (VariableValue(f"beyond_{name}"), Text(Template.of(Reference(f"beyond_{name}"))))
    ]
    captures = [Capture(f"beyond_{name}", JsonPath(f"$.{name}")) for name in ("all", "one", "zero")]
    default = Capture("beyond_default", JsonPath("$.nothing"), Literal([-0.0]))
    yield Trial("beyond JSON, in one script", [*captures, default, *reading], reply)
    yield Trial("beyond JSON, in the next script", reading, reply)


SENT_JSON = '{"text": "some text", "number": 42.5, "list": [1, {"id": "one"}], "{{vText}}": "{{vText}}", "length": 1}'
_FORM = (
    ("text", "some text"),
    ("again", "1"),
    ("again", "some text"),
    ("é +&=%", "ü +&=%41"),
    ("empty", ""),
    ("v", "{{vText}}"),
)
_QUERY = (
    ("text", "some text"),
    ("again", "1"),
    ("again", "some text"),
    ("empty", ""),
    ("bare", None),
    ("plus", "some+text"),
    ("encoded", "some%20text%2B%zz"),
    ("é", "ü&=#+"),
    ("v", "{{vText}}"),
    ("a b", "c d"),
    ("constructor", "x"),
    ("%41", "%41"),
    ("again%31", "again"),
    ("+", "+"),
)
_HEADERS = (("X-Text", "some text"), ("X-Again", "1"), ("X-Again", "some text"), ("X-Empty", ""), ("X-V", "{{vText}}"))


def sent() -> Iterator[Trial]:
    """Fields of requests of every kind as operands."""
    forms = [FormParam(parse_postman(name), parse_postman(value)) for name, value in _FORM]
    forms += [FormParam(Template.of(name), Template.of("no"), disabled=True) for name in ("off", "text")]
    query = [QueryParam(parse_postman(name), None if value is None else parse_postman(value)) for name, value in _QUERY]
    query += [QueryParam(Template.of(name), Template.of("no"), disabled=True) for name in ("off", "text")]
    headers = [Header(parse_postman(name), parse_postman(value)) for name, value in _HEADERS]
    headers += [Header(Template.of(name), Template.of("no"), disabled=True) for name in ("X-Off", "X-Text")]
    requests = {
        "GET": ("GET", None),
        "JSON": ("POST", RawBody(parse_postman(SENT_JSON), "json")),
        "JSON of a GET": ("GET", RawBody(parse_postman(SENT_JSON), "json")),
        "text": ("POST", RawBody(parse_postman("some {{vText}}"))),
        "commented JSON": ("POST", RawBody(parse_postman('{"text": /* no */ "some text"} // end'), "json")),
        "empty": ("POST", RawBody(parse_postman(""))),
        "form": ("POST", UrlencodedBody(tuple(forms))),
        "form of a GET": ("GET", UrlencodedBody(tuple(forms))),
    }
    # Newman does not show scripts the Content-Type that it adds to a form.
    typed = Header(Template.of("Content-Type"), Template.of("application/x-www-form-urlencoded"))
    paths = (
        "$",
        "$.text",
        "$.number",
        "$.list",
        "$.list[1].id",
        "$..id",
        "$.length",
        "$.constructor",
        "$['some text']",
    )
    fields = [Sent(SentPart.JSON, path) for path in paths]
    fields += [Sent(SentPart.FORM, name) for name in (*dict(_FORM), "off", "nobody", "constructor", "", "TEXT")]
    fields += [Sent(SentPart.QUERY, name) for name in (*dict(_QUERY), "off", "nobody", "", "A", "Text", "toString")]
    names = (
        *dict(_HEADERS),
        "x-text",
        "Accept",
        "Content-Type",
        "Content-Length",
        "Host",
        "Connection",
        "X-Off",
        "Nobody",
        "",
    )
    fields += [Sent(SentPart.HEADER, name) for name in (*names, "constructor", "Cookie", "Cache-Control")]
    actual = [JsonPath("$.text"), JsonPath("$.number"), JsonPath("$.id")]
    for name, (method, body) in requests.items():
        checks = list(_compared(actual, fields))
        written = (*headers, *([typed] if name == "form" else []))
        yield Trial(f"sent {name}", checks, reply_json(_DOCUMENT), method, tuple(query), written, body)
