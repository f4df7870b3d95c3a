import re

import pytest

from pcc.errors import PatternError
from pcc.patterns import compile_pattern

FOUND = [
    ("code=([^&]+)", "https://app.example/callback?code=a-1&state=x", ("a-1",)),
    ("^\\d{3}$", "123", ()),
    ("(\\d+)(?:\\.(\\d+))?", "v12", ("12", None)),
    ("\\S+", "\x1cé ", ()),
    ("^a$|b", "b\n", ()),
    ("", "", ()),
    ("[\\]\\-a-c]", "-", ()),
    ("\\/path\\/[^\\/?#]+", "/path/x", ()),
    ("(a)?b", "b", (None,)),
    ("\\B", "", ()),
    ("\\u00e9\\x41", "éA", ()),
]

NOT_FOUND = [
    ("\\d", "٣"),
    ("\\w", "é"),
    ("\\s", "\x1c\x85"),
    ("\\S", "\ufeff\u2028"),
    (".", "\n\r\u2028\u2029"),
    ("a$", "a\n"),
    ("^b", "a\nb"),
    ("\\b", "é"),
]

REFUSED = [
    ("(?<year>\\d+)", "write (…) and use its number", 0),
    ("(?P<year>\\d+)", "write (…) and use its number", 0),
    ("a(?<=b)", "lookbehind", 1),
    ("a(?<!b)", "lookbehind", 1),
    ("(a)\\1", "a backreference: write the text once more", 3),
    ("(?P=a)", "write (…) and use its number", 0),
    ("\\k<a>", "a backreference: write the text once more", 0),
    ("(?i)a", "flags inside a pattern: write both cases as in [aA]", 0),
    ("(?i:a)", "flags inside a pattern: write both cases as in [aA]", 0),
    ("(?-i:a)", "flags inside a pattern", 0),
    ("(?>a)", "an atomic group, which JavaScript has not: write (?:…)", 0),
    ("(?#note)a", "leave it out", 0),
    ("(a)(?(1)b|c)", "write the alternatives with |", 3),
    ("a*+", "a possessive quantifier, which JavaScript has not: leave the + out", 2),
    ("a{2}+", "leave the + out", 4),
    ("a**", "a second quantifier", 2),
    ("a???", "a second quantifier", 3),
    ("\\Aa", "write ^ for the start", 0),
    ("a\\Z", "write $ for the end", 1),
    ("a\\z", "write $ for the end", 1),
    ("a{,3}", "write \\{ for the character; write {0,n} for n at most", 1),
    ("a{x}", "write \\{ for the character", 1),
    ("a}", "write \\} for the character", 1),
    ("a]", "write \\] for the character", 1),
    ("a)", "an unopened ): write \\)", 1),
    ("(a", "an unclosed group: write ) at its end", 0),
    ("[a", "an unclosed class: write ] at its end", 0),
    ("[a-", "an unclosed class: write ] at its end", 3),
    ("[]", "an empty class", 1),
    ("[]a]", "an empty class: write \\] for the character", 1),
    ("[^]", "an empty class", 2),
    ("[a[b]]", "a class in a class: write \\[ for the character", 2),
    ("[--b]", "write - once", 1),
    ("[a&&b]", "write & once", 2),
    ("[a--b]", "write \\- for the character", 3),
    ("[a||b]", "write | once", 2),
    ("[a~~b]", "write ~ once", 2),
    ("[a-c-e]", "write \\- for the character", 4),
    ("[\\d-z]", "a range from or to a set: write \\- for the character", 1),
    ("[a-\\d]", "a range from or to a set", 1),
    ("[z-a]", "write the smaller character first", 1),
    ("[\\b]", "write \\u0008 for it", 1),
    ("[\\B]", "write B without the backslash", 1),
    ("\\-", "write - without the backslash", 0),
    ("\\'", "write ' without the backslash", 0),
    ("\\é", "write é without the backslash", 0),
    ("\\p{Lu}", "write the characters as a class such as [a-z]", 0),
    ("\\N{DASH}", "write the character itself", 0),
    ("\\u{1F600}", "write \\u and four hexadecimal digits, or the character itself", 0),
    ("\\x4", "write \\u and four hexadecimal digits", 0),
    ("\\ud83d\\ude00", "half a surrogate pair: write the whole character itself", 0),
    ("\ud83d", "half a surrogate pair: write the whole character", 0),
    ("\\0", "write \\u0000", 0),
    ("\\cJ", "write the control character as \\u and four digits", 0),
    ("\\", "a backslash at the end: write \\\\", 0),
    ("*a", "nothing to repeat: write \\* for the character", 0),
    ("a|+", "nothing to repeat: write \\+ for the character", 2),
    ("^*", "nothing to repeat before the quantifier", 1),
    ("\\b+", "nothing to repeat before the quantifier", 2),
    ("(?=a)*", "nothing to repeat before the quantifier", 5),
    ("(a)*", "keep different captures of a repeated group: write (?:…)", 0),
    ("x(?:(a)|b)+", "keep different captures of a repeated group: write (?:…)", 1),
    ("((a)|b){0,2}", "keep different captures of a repeated group: write (?:…)", 0),
    ("(?=(a))", "keep different captures of a lookahead: write (?:…)", 0),
    ("(?!(a))", "keep different captures of a lookahead: write (?:…)", 0),
    ("(?:a*)*", "what is repeated may be empty: write it so that it takes a character", 0),
    ("(?:|a)?", "what is repeated may be empty", 0),
    ("(a?)?", "what is repeated may be empty", 0),
    ("a{3,2}", "write {2,3}: the smaller number comes first", 1),
    ("a{1001}", "write 1000 repetitions at most", 1),
    ("(?:" * 51 + "a" + ")" * 51, "write 50 groups inside each other at most", 150),
]


@pytest.mark.parametrize(("pattern", "text", "groups"), FOUND)
def test_a_pattern_finds_what_javascript_finds(pattern: str, text: str, groups: tuple[str | None, ...]) -> None:
    found = compile_pattern(pattern).search(text)
    assert found is not None
    assert found.groups() == groups


@pytest.mark.parametrize(("pattern", "text"), NOT_FOUND)
def test_a_pattern_finds_nothing_where_javascript_does_not(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).search(text) is None


@pytest.mark.parametrize(("pattern", "message", "column"), REFUSED)
def test_a_refusal_says_where_and_what_to_write(pattern: str, message: str, column: int) -> None:
    with pytest.raises(PatternError) as refusal:
        compile_pattern(pattern)
    assert message in refusal.value.message
    assert refusal.value.column == column
    str(refusal.value).encode()


def test_an_endless_pattern_is_refused() -> None:
    with pytest.raises(PatternError, match="10000 characters at most"):
        compile_pattern("a" * 10_001)


def test_a_pattern_is_compiled_once() -> None:
    assert compile_pattern("a+") is compile_pattern("a+")
    assert isinstance(compile_pattern("a+"), re.Pattern)
