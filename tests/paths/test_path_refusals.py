import pytest

from pcc.errors import PathError
from pcc.paths import compile_path

REFUSED = [
    # a form that RFC 9535 allows and jsonpath-ng does not, or reads in another way
    ("$[?('A'==@.t)]", "write $[?@.t == 'A']: the literal goes on the right", 4),
    ("$[?5 < @.n]", "write $[?@.n > 5]: the literal goes on the right", 3),
    ("$[?null != $.a[0]]", "write $[?$.a[0] != null]: the literal goes on the right", 3),
    ("$[?!(@.t=='A')]", "write $[?@.t != 'A']: only a path can follow !", 3),
    ("$[?!(@.a && !@.b)]", "write $[?!@.a || @.b]: only a path can follow !", 3),
    ("$[?!(@.a < 1)]", "no operator is the opposite of <", 3),
    ("$.ü", "write $['ü']: ü is a name in quotes only", 2),
    ("$..where[0]", "write $..['where'][0]: where is a name in quotes only", 3),
    ("$[?@.n == 1e3]", "write $[?@.n == 1000]: a number has no exponent", 10),
    ("$[?@.n == 1.5e-7]", "write $[?@.n == 0.00000015]: a number has no exponent", 10),
    ("$[?@.a == 'new\\nline']", "a literal holds no escape, and it takes an escape", 10),
    ("$[?@.a == '\\u00fc']", "write $[?@.a == 'ü']: a literal holds no escape", 10),
    ("$\r.a", "write $.a: a path is written in one line", 1),
    # what pcc has not got
    ("$['it\\'s']", 'write ["it\'s"]: a name holds no escape', 2),
    ("$['new\\nline']", "this member has no path, select it by [*] or a filter", 2),
    ("$[0, 2:4]", "write one selector, and a path for each of the others", 1),
    ("$[?@.a, ?@.b]", "write one selector, and a path for each of the others", 1),
    ("$['a', 1]", "write one selector, and a path for each of the others", 1),
    ("$[?length(@.a) > 0]", "write $[?@.a[0]] to ask for an array that is not empty", 3),
    ("$[?match(@.a, 'x.*')]", "take the values and match them in an assertion", 3),
    ("$[?1 == 1]", "write a path such as @.a on the left", 3),
    ("$[?@.n == 9007199254740993]", "JavaScript reads it as 9007199254740992", 10),
    (f"$[?@.n == {'9' * 400}]", "a number is larger than a double: write a smaller one", 0),
    (f"$[?@.n == {'9' * 400}.5]", "write a smaller number", 10),
    # slips
    ("a.b", "write $.a.b: a path starts with $", 0),
    ("[0].a", "write $[0].a: a path starts with $", 0),
    (" $.a ", "write $.a: no space around a path", 0),
    ("$.a-b.c", "write $['a-b'].c: brackets take an index or a quoted name", 3),
    ("$.items.0.id", "write $.items[0].id: brackets take an index or a quoted name", 8),
    ("$.@type", "write $['@type']", 2),
    ("$[?@.a = 1]", "write $[?@.a == 1]: equality is ==", 7),
    ("$[?@.a === 1]", "write $[?@.a == 1]: equality is ==", 9),
    ("$[?@.a & @.b]", "write $[?@.a && @.b]: conjunction is &&", 7),
    ("$[?@.a or @.b]", "write $[?@.a || @.b]: disjunction is ||", 7),
    ("$.a[(@.length-1)]", "write $.a[-1]: a negative index counts from the end", 4),
    ("$.a[b]", "write $.a['b']: brackets take an index or a quoted name", 4),
    ("$.a[?(b == 1)]", "write $.a[?(@.b == 1)]: the paths of a filter start with @ or $", 6),
    ("$..a-b", "write $..['a-b']", 4),
    # other grammars, and no path at all
    ("$[?@.t =~ 'x']", "take the values and match them in an assertion", 7),
    ("$[?@.* == 1]", "write $[?@.a[?@ == 1]] to compare each of several values", 7),
    ("$.`len`", "not a JSONPath (RFC 9535)", 2),
    ("$.a.length()", "write a path without function calls", 10),
    ("$[?@.a == 'x]", "not a JSONPath (RFC 9535)", 11),
    ("$[01]", "write the index without it", 2),
    ("$[]", "write [*] for all of them", 1),
    ("$[9007199254740992]", "write an index that a double holds exactly", 2),
    ("", "not a JSONPath (RFC 9535)", 0),
    ("$['\ud800']", "not Unicode text", 3),
]


@pytest.mark.parametrize(("text", "message", "column"), REFUSED)
def test_a_refusal_says_where_and_what_to_write_instead(text: str, message: str, column: int) -> None:
    with pytest.raises(PathError) as refusal:
        compile_path(text)
    assert message in refusal.value.message
    assert refusal.value.column == column


@pytest.mark.parametrize("text", [text for text, _, _ in REFUSED])
def test_what_a_refusal_says_to_write_is_a_path(text: str) -> None:
    with pytest.raises(PathError) as refusal:
        compile_path(text)
    if refusal.value.message.startswith("write $"):
        compile_path(refusal.value.message.removeprefix("write ").split(": ")[0])


def test_a_path_that_nests_without_end_is_refused() -> None:
    with pytest.raises(PathError):
        compile_path("$[?" + "@[?" * 3000 + "@.a" + "]" * 3001)
