"""Hypothesis strategies for templates and statements."""

from hypothesis import strategies as st

from pcc.model.json import JsonValue
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Assignment,
    Capture,
    Claim,
    Comparison,
    CookieValue,
    Existence,
    Extractor,
    HeaderValue,
    JsonPath,
    Kind,
    Length,
    Literal,
    Matches,
    Operand,
    Operator,
    Pattern,
    Predicate,
    RedirectQuery,
    ResponseTime,
    Sent,
    SentPart,
    Statement,
    StatusCode,
    Text,
    TypeIs,
    VariableValue,
)
from pcc.model.template import Reference, Template
from pcc.scripts.names import is_inherited
from pcc.templating import parse_postman

PATHS = (
    "$",
    "$.id",
    "$._embedded.resources",
    "$.length",
    "$.items[0]",
    "$.items[-1].id",
    "$..id",
    "$.a.*",
    "$._embedded.resources[?(@.name == 'openid')].id",
)
PATTERNS = ("a", "id=([0-9]+)", "^x.*$", r"\d{3}-[a-f]+")


def texts() -> st.SearchStrategy[str]:
    """Any text, the awkward kinds more often than chance would bring them."""
    odd = st.sampled_from(["", "é", '"', "\\", "\u2028", "\n", "*/", "//", "{", "}}", "<<x>>", "😀"])
    return st.one_of(odd, st.text(max_size=12), st.tuples(odd, st.text(max_size=5), odd).map("".join))


def names() -> st.SearchStrategy[str]:
    """Names of variables: Postman's token takes everything but braces, its lists no name that every object has."""
    return st.one_of(
        st.sampled_from(["id", "envID", "$guid", "a b", "ü", ""]),
        st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=8),
    ).filter(lambda name: not is_inherited(name))


def templates() -> st.SearchStrategy[Template]:
    """Templates that a Postman file can hold: no literal part of them reads as a reference."""
    parts = st.lists(st.one_of(texts(), names().map(Reference)), max_size=4)
    return parts.map(lambda drawn: Template.of(*drawn)).filter(_can_be_written)


def _can_be_written(template: Template) -> bool:
    text = "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in template.parts)
    return parse_postman(text) == template


def json_values() -> st.SearchStrategy[JsonValue]:
    """JSON values, prototype names among the keys."""
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts()
    )
    keys = st.one_of(st.sampled_from(["id", "length", "__proto__", "1", "0"]), texts())
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
    )


def extractors() -> st.SearchStrategy[Extractor]:
    """Every kind of extractor."""
    paths = st.sampled_from(PATHS)
    return st.one_of(
        st.just(StatusCode()),
        st.just(ResponseTime()),
        st.builds(HeaderValue, texts()),
        st.builds(CookieValue, texts()),
        st.builds(RedirectQuery, texts()),
        st.builds(JsonPath, paths),
        st.builds(AllMatches, paths),
        st.builds(Claim, paths, st.sampled_from(["$.access_token", "$.a.b"])),
        st.builds(Pattern, st.sampled_from(PATTERNS)),
    )


def operands() -> st.SearchStrategy[Operand]:
    """Every kind of operand."""
    sent_fields = st.builds(Sent, st.sampled_from([SentPart.FORM, SentPart.QUERY, SentPart.HEADER]), texts())
    return st.one_of(
        st.builds(Literal, json_values()),
        st.builds(VariableValue, names()),
        st.builds(Text, templates()),
        st.builds(Sent, st.just(SentPart.JSON), st.sampled_from(PATHS)),
        sent_fields,
        extractors(),
    )


def predicates() -> st.SearchStrategy[Predicate]:
    """Every kind of predicate."""
    return st.one_of(
        st.builds(Comparison, st.sampled_from(Operator), operands()),
        st.builds(Matches, st.sampled_from(PATTERNS)),
        st.builds(Existence, st.booleans()),
        st.builds(TypeIs, st.sampled_from(Kind)),
        st.builds(Length, st.integers(0, 99)),
    )


def statements() -> st.SearchStrategy[Statement]:
    """Every kind of statement but raw scripts."""
    return st.one_of(
        st.builds(Assignment, names(), templates(), st.booleans()),
        st.builds(Assertion, extractors(), predicates()),
        st.builds(
            Capture, names(), extractors(), st.one_of(st.none(), st.builds(Literal, json_values())), st.booleans()
        ),
    )
