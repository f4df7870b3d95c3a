"""Whatever pattern is accepted, Python finds in a text what JavaScript finds: the match and its groups."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcc.errors import PatternError
from pcc.patterns import compile_pattern

LAW = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))

SPACES = "\t\n\v\f\r\x1c\x1f \x85\xa0\u1680\u180e\u2000\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
WORDS = "abAZ019_-é٣ſKß𝄞"  # noqa: RUF001 - an Arabic digit, a long s and a Kelvin sign are no ASCII letters
SIGNS = "^$.*+?()[]{}|/\\&~#!,'\"%"
MARKS = st.sampled_from([*SPACES, *WORDS, *SIGNS, "\ud800", "\0", "\b"])
TEXTS = st.one_of(st.text(st.sampled_from("abAé_1 \n"), max_size=8), st.lists(MARKS, max_size=6).map("".join))

LITERALS = st.one_of(
    st.sampled_from("aabbA_1é 𝄞-,&'\n\u2028"),
    st.sampled_from(SIGNS.replace("&", "").replace("~", "")).filter("^$\\.*+?()[]{}|/".__contains__).map("\\{}".format),
    st.sampled_from(["\\n", "\\t", "\\r", "\\v", "\\f", "\\u0061", "\\x62", "\\u00e9", "\\u2028"]),
)
SETS = st.sampled_from(["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "."])
CLASS_ITEMS = st.one_of(
    st.sampled_from(["a", "b-d", "A-Z", "0-9", "_", "\\d", "\\W", "\\s", "\\S", "\\D", "\\w", " ", "é", "𝄞", "."]),
    st.sampled_from(
        ["\\]", "\\[", "\\^", "\\-", "\\\\", "\\n", "\\u00e0-\\u00ff", "\\x00-\\x20", "$", "(", "*", "{", "&"]
    ),
)
CLASSES = st.builds(
    "[{}{}{}]".format,
    st.sampled_from(["", "^"]),
    st.lists(CLASS_ITEMS, min_size=1, max_size=4).map("".join),
    st.sampled_from(["", "", "-"]),
)
ASSERTIONS = st.sampled_from(["^", "$", "\\b", "\\B"])
QUANTIFIERS = st.sampled_from(["?", "*", "+", "{2}", "{1,}", "{0,2}", "{1,3}", "??", "*?", "+?", "{0,2}?", "{2,}?"])


def patterns() -> st.SearchStrategy[str]:
    atoms = st.one_of(LITERALS, LITERALS, SETS, CLASSES)
    leaves = st.one_of(atoms, atoms, st.builds("{}{}".format, atoms, QUANTIFIERS), ASSERTIONS)
    return st.recursive(leaves, nested, max_leaves=12)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequence = st.lists(inner, min_size=1, max_size=4).map("".join)
    either = st.lists(st.one_of(sequence, st.just("")), min_size=2, max_size=3).map("|".join)
    body = st.one_of(sequence, sequence, either)
    return st.one_of(
        sequence,
        st.builds("({})".format, body),
        st.builds("({})?".format, body),
        st.builds("(?:{})?".format, body),
        st.builds("(?:{}){}".format, body, QUANTIFIERS),
        st.builds("(?:{})".format, body),
        st.builds("(?={})".format, body),
        st.builds("(?!{})".format, body),
        either,
    )


def collect(
    pattern: st.SearchStrategy[str], text: st.SearchStrategy[str], count: int
) -> tuple[list[tuple[str, str]], int]:
    """Return accepted patterns, each with texts, and how many patterns were tried."""
    found: list[tuple[str, str]] = []
    tried: list[str] = []

    @given(pattern, st.lists(text, min_size=2, max_size=6))
    @settings(LAW, max_examples=count)
    def search(one: str, texts: list[str]) -> None:
        tried.append(one)
        with suppress(PatternError):
            compile_pattern(one)
            found.extend((one, each) for each in texts)

    search()
    return found, len(tried)


def assert_agreement(
    questions: list[tuple[str, str]],
    node_search: Callable[[Sequence[tuple[str, str]]], list[list[str | None] | str | None]],
) -> None:
    for (pattern, text), answer in zip(questions, node_search(questions), strict=True):
        found = compile_pattern(pattern).search(text)
        mine = None if found is None else [found[0], *found.groups()]
        assert mine == answer, (pattern, text)


def test_accepted_patterns_find_the_same(
    node_search: Callable[[Sequence[tuple[str, str]]], list[list[str | None] | str | None]],
) -> None:
    questions, tried = collect(patterns(), TEXTS, 500)
    assert len({pattern for pattern, _ in questions}) > tried // 4
    assert_agreement(questions, node_search)


def test_any_text_is_refused_or_a_pattern_of_both(
    node_search: Callable[[Sequence[tuple[str, str]]], list[list[str | None] | str | None]],
) -> None:
    pieces = [
        *"ab01-^$.*+?()[]{}|/\\,:=!<>P&~# \n",
        "\\b",
        "\\B",
        "\\d",
        "\\S",
        "(?:",
        "(?=",
        "(?!",
        "(?<",
        "{2}",
        "[^",
        "𝄞",
    ]
    questions, _ = collect(st.lists(st.sampled_from(pieces), max_size=9).map("".join), TEXTS, 1000)
    assert_agreement(questions, node_search)


def test_every_character_is_in_the_same_sets(
    node_search: Callable[[Sequence[tuple[str, str]]], list[list[str | None] | str | None]],
) -> None:
    characters = [
        chr(number) for number in (*range(0x3100), *range(0xFE00, 0x10200), 0xD800, 0xDFFF, 0x1F600, 0x10FFFF)
    ]
    sets = ["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", ".", "\\b", "\\B", "[\\s\\d]", "[^\\W]", "[^\\S\\n]"]
    everything = "".join(characters)
    questions = [(f"(?:{one})+", everything) for one in sets if "b" not in one.lower()]
    questions += [(one, each) for one in sets for each in characters[:0x300]]
    assert_agreement(questions, node_search)
