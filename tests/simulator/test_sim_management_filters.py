"""Filters on collections (RFC 7644 section 3.4.2.2), held against an evaluator of another make."""

import json
import operator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.simulator.management.comparisons import Kind, attributes
from pcc.simulator.management.filters import read_filter
from pcc.simulator.problems import ApiRefusal
from simulator.sim_client import Client, unique

KNOWN = attributes(
    id=Kind.CODE,
    username=Kind.TEXT,
    name=Kind.OBJECT,
    name__given=Kind.TEXT,
    enabled=Kind.BOOLEAN,
    userCount=Kind.NUMBER,
    createdAt=Kind.INSTANT,
)
JOE: dict[str, Any] = {
    "id": "Ab",
    "username": "Joe@Example.com",
    "name": {"given": 'J"oe\\'},
    "enabled": True,
    "userCount": 7,
    "createdAt": "2026-04-22T00:29:59.348Z",
}


def matches(text: str, document: Any = JOE) -> bool:
    return read_filter(text, KNOWN).matches(document)


def refusal(text: str) -> str:
    with pytest.raises(ApiRefusal) as caught:
        read_filter(text, KNOWN)
    (detail,) = caught.value.details
    assert (caught.value.status, caught.value.code, detail.code) == (400, "INVALID_REQUEST", "INVALID_VALUE")
    assert detail.target == "filter"
    return detail.message


@pytest.mark.parametrize(
    "text",
    [
        'username eq "joe@example.com"',
        'USERNAME EQ "joe@example.com"',
        'username ne "joe"',
        'username co "@EX"',
        'username sw "joe"',
        'username ew ".COM"',
        'username gt "joe"',
        'username le "joe@example.com"',
        'id eq "Ab"',
        'id ne "ab"',
        'name.given eq "j\\"OE\\\\"',
        'name.given eq "\\u004a\\"oe\\\\"',
        "name.given pr and name pr",
        "enabled eq true",
        "enabled ne false",
        "userCount eq 7.0",
        "userCount gt -1.5e1 and userCount lt 70",
        "userCount ge 7 and userCount le 7",
        'createdAt eq "2026-04-22T02:29:59.348+02:00"',
        'createdAt gt "2026-04-21T00:00:00Z"',
        "username ne null",
        "not (username eq null)",
        '  ( username pr )  and not(id eq "x")  ',
        'id eq "x" and id eq "y" or enabled eq true',
        'enabled eq true or id eq "x" and id eq "y"',
    ],
)
def test_a_filter_matches(text: str) -> None:
    assert matches(text)


@pytest.mark.parametrize(
    "text",
    [
        'id eq "ab"',
        'username sw "@"',
        "userCount lt 7",
        "not (enabled eq true)",
        'id eq "x" and (id eq "y" or enabled eq true)',
        'not (id eq "x") and enabled eq false',
    ],
)
def test_a_filter_does_not_match(text: str) -> None:
    assert not matches(text)


def test_what_is_absent_differs_from_everything_and_is_neither_more_nor_less() -> None:
    empty: dict[str, Any] = {"name": {}, "username": ""}
    assert matches('name.given ne "x" and name.given eq null and not (name.given pr)', empty)
    assert not matches('name.given ge "" or name.given eq "" or name.given ne null', empty)
    assert not matches("username pr or name pr", empty)
    assert matches('username eq ""', empty)


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("", 1, "found the end, expected one of the attributes"),
        ('nickname eq "x"', 1, "found nickname"),
        ('emails[type eq "work"]', 22, "a blank is missing"),
        ("emails[value] pr", 1, "found emails[value]"),
        ("username", 9, "found the end, expected an operator for username: eq, ne, co, sw, ew, gt, ge, lt, le, pr"),
        ('username = "x"', 10, "found ="),
        ("enabled gt true", 9, "expected an operator for enabled: eq, ne, pr"),
        ('name eq "x"', 6, "expected an operator for name: pr"),
        ("username eq joe", 13, "found joe, expected a string, written as in JSON"),
        ("username eq 'joe'", 13, "expected a string"),
        ("username eq 7", 13, "found 7, expected a string"),
        ('enabled eq "true"', 12, "expected a boolean"),
        ("enabled eq TRUE", 12, "expected a boolean"),
        ('userCount eq "7"', 14, "expected a number"),
        ("userCount eq true", 14, "expected a number"),
        ("userCount eq NaN", 14, "expected a number"),
        ("username gt null", 13, "found null"),
        ('username eq "x', 12, "a string does not end"),
        ('username eq "\\x"', 13, "expected a string"),
        ('username eq"x"', 12, "a blank is missing"),
        ('username eq "x" "y"', 17, "expected `and`, `or` or the end"),
        ('username eq "x" and', 20, "found the end"),
        ('and username eq "x"', 1, "found and"),
        ("username pr or and username pr", 16, "found and"),
        ("(username pr", 13, "expected `and`, `or` or a closing parenthesis"),
        ("username pr)", 12, "found ), expected `and`, `or` or the end"),
        ("not username pr", 5, "expected a parenthesis behind `not`"),
        ("()", 2, "found )"),
        ('createdAt gt "2026-04-21"', 14, "expected a time"),
        ('createdAt gt "yesterday"', 14, "expected a time"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_where_it_is_wrong(text: str, at: int, what: str) -> None:
    message = refusal(text)
    assert message.startswith(f"The filter cannot be read at character {at}: ")
    assert what in message


def test_what_would_exhaust_the_reader_is_refused_in_few_words() -> None:
    for text in (f"userCount eq {'9' * 5000}", f"userCount eq {'[' * 100_000}"):
        message = refusal(text)
        assert "character 14" in message
        assert len(message) < 200
    for text in ("(" * 51 + "username pr" + ")" * 51, "not (" * 100_000):
        assert "at most 50 parentheses" in refusal(text)


def test_letters_that_are_one_without_case_are_equal() -> None:
    assert matches('username eq "STRASSE" and username sw "strass"', {"username": "Straße"})


def test_fifty_parentheses_and_a_long_chain_are_read() -> None:
    assert matches("(" * 50 + "enabled eq true" + ")" * 50)
    assert matches(" or ".join(['id eq "x"'] * 5000 + ["enabled eq true"]))
    assert matches(" and ".join(["(enabled eq true)"] * 5000))


# Against another evaluator

_ORDERS = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
_words = st.text(st.sampled_from('aAßbé"\\ ()\n\u2028'), max_size=4)
_documents = st.fixed_dictionaries(
    {},
    optional={
        "id": _words,
        "username": _words,
        "name": st.fixed_dictionaries({}, optional={"given": _words}),
        "enabled": st.booleans(),
        "userCount": st.integers(-3, 3),
    },
)
_terms = st.one_of(
    st.tuples(
        st.sampled_from(["id", "username", "name.given"]),
        st.sampled_from(["eq", "ne", "co", "sw", "ew", *_ORDERS]),
        _words,
    ),
    st.tuples(st.just("enabled"), st.sampled_from(["eq", "ne"]), st.booleans()),
    st.tuples(
        st.just("userCount"),
        st.sampled_from(["eq", "ne", *_ORDERS]),
        st.integers(-3, 3) | st.floats(-3, 3, allow_nan=False),
    ),
    st.tuples(st.sampled_from(["id", "name.given", "enabled"]), st.sampled_from(["eq", "ne"]), st.none()),
    st.tuples(st.sampled_from(["id", "name", "name.given", "enabled", "userCount"]), st.just("pr")),
)
_trees = st.recursive(
    _terms,
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2))
    ),
    max_leaves=8,
)


def expected(tree: Any, document: dict[str, Any]) -> bool:
    """Evaluate a tree without reading any text."""
    if tree[0] == "not":
        return not expected(tree[1], document)
    if tree[0] in ("and", "or"):
        results = {expected(part, document) for part in tree[1]}
        return False not in results if tree[0] == "and" else True in results
    outer, _, inner = tree[0].partition(".")
    value = document.get(outer)
    if inner:
        value = (value or {}).get(inner)
    if tree[1] == "pr":
        return value is not None and value not in ("", {})
    wanted = tree[2]
    if tree[0] in ("username", "name.given"):
        value, wanted = (x if x is None else x.casefold() for x in (value, wanted))
    if tree[1] in ("eq", "ne"):
        return bool((value == wanted) is (tree[1] == "eq"))
    if value is None:
        return False
    if tree[1] in _ORDERS:
        return bool(_ORDERS[tree[1]](value, wanted))
    return bool({"co": wanted in value, "sw": value[: len(wanted)] == wanted, "ew": value.endswith(wanted)}[tree[1]])


def written(tree: Any, draw: Any, *, inside: int = 0) -> str:
    """Write a tree, with the parentheses that it needs and some that it does not. `inside`: 1 for or, 2 for and."""
    if tree[0] == "not":
        return f"not{draw(st.sampled_from(['', ' ']))}({written(tree[1], draw)})"
    if tree[0] in ("and", "or"):
        level = 2 if tree[0] == "and" else 1
        text = f" {tree[0]} ".join(written(part, draw, inside=level) for part in tree[1])
        return f"({text})" if level < inside or draw(st.booleans()) else text
    words = [tree[0], tree[1], *(json.dumps(value, ensure_ascii=draw(st.booleans())) for value in tree[2:])]
    text = draw(st.sampled_from([" ", "  ", "\t"])).join(words)
    return f"( {text} )" if draw(st.booleans()) else text


@given(st.data(), _trees, _documents)
def test_a_filter_means_what_another_evaluator_says(data: Any, tree: Any, document: dict[str, Any]) -> None:
    assert matches(written(tree, data.draw), document) is expected(tree, document)


@given(st.lists(st.sampled_from(['"', '"a"', "(", ")", " ", "not", "and", "or", "id", "eq", "pr", "\\", "é", "7"])))
def test_any_text_is_read_or_refused(parts: list[str]) -> None:
    try:
        read_filter("".join(parts), KNOWN).matches(JOE)
    except ApiRefusal:
        assert refusal("".join(parts))


# On the collections


def found(client: Client, path: str, text: str) -> list[Any]:
    answer = client.manage("GET", f"{path}?filter={quote(text)}")
    assert answer.status == 200, answer.json
    (items,) = answer.json["_embedded"].values()
    assert answer.json["count"] == answer.json["size"] == len(items)
    return list(items)


def test_users_are_found_by_what_they_are(client: Client) -> None:
    user, other = client.user(enabled=False), client.user(name={"given": "Ann"})
    shown = client.manage("GET", f"users/{user.id}").json
    for text in (
        f'username eq "{user.username.upper()}"',
        f'id eq "{user.id}"',
        f'population.id eq "{shown["population"]["id"]}"',
        'name.given eq "joe" and email sw "joe@"',
        "enabled eq false",
        "account.canAuthenticate eq false",
        f'lifecycle.status eq "ACCOUNT_OK" and not (id eq "{other.id}")',
    ):
        assert found(client, "users", text) == [shown], text
    assert found(client, "users", f'id eq "{user.id.upper()}"') == []
    assert found(client, "users", f'username eq "{user.username}" and enabled eq true') == []
    assert len(found(client, "users", f'username eq "{user.username}" or id eq "{other.id}"')) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('username eq "{0}"', [0]),
        ('username ne "{0}"', [1, 2]),
        ('username ge "{0}"', [0, 1, 2]),
        ('id ne "{1}"', [0, 2]),
        ('not (username eq "{0}")', [1, 2]),
        ('not (id eq "{1}")', [0, 2]),
        ('username eq "{0}" or id eq "{1}"', [0, 1]),
        ('username eq "{0}" and id eq "{1}"', []),
        ('username eq "{0}" and not (username eq "{0}")', []),
        ('(username eq "{0}" or username eq "nobody") and enabled eq true', [0]),
        ('username eq "{0}" and username eq "nobody"', []),
        ('username eq "nobody"', []),
        ('id eq "nobody"', []),
    ],
)
def test_the_index_finds_what_a_look_at_all_finds(client: Client, text: str, expected: list[int]) -> None:
    body = {"email": "a@b.example"}
    users = [client.created("users", body | {"username": name}) for name in ("ann", "bob", "cid")]
    values = (users[0]["username"], users[1]["id"])
    assert found(client, "users", text.format(*values)) == [users[index] for index in expected]


def test_a_locked_user_is_found_while_locked(client: Client) -> None:
    user = client.user()
    for _ in range(5):
        check = "application/vnd.pingidentity.password.check+json"
        client.manage("POST", f"users/{user.id}/password", {"password": "x"}, content_type=check)
    assert [item["id"] for item in found(client, "users", 'account.status eq "LOCKED"')] == [user.id]
    client.simulator.advance(900)
    assert found(client, "users", 'account.status eq "LOCKED"') == []


def test_populations_are_found_by_what_they_are(client: Client) -> None:
    name = unique("Pop")
    created = client.created("populations", {"name": name})
    assert found(client, "populations", f'name eq "{name.upper()}"') == [created]
    assert [item["name"] for item in found(client, "populations", "default eq true")] == ["Default"]
    assert len(found(client, "populations", "userCount lt 1")) == 2


@pytest.mark.parametrize("path", ["users", "populations"])
@pytest.mark.parametrize("text", ["", "x eq 1", "name"])
def test_a_bad_filter_is_refused_on_the_collection(client: Client, path: str, text: str) -> None:
    answer = client.manage("GET", f"{path}?filter={text.replace(' ', '%20')}")
    assert answer.error == "400 INVALID_REQUEST INVALID_VALUE filter"


@pytest.mark.parametrize("path", ["applications", "resources", "signOnPolicies"])
def test_the_other_collections_are_whole_whatever_is_asked(client: Client, path: str) -> None:
    client.app()
    plain = client.manage("GET", path).json
    assert client.manage("GET", f"{path}?filter=nonsense&limit=0&cursor=x").json == plain
