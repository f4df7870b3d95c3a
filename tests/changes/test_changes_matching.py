"""Which step is which, and what counts as a move."""

import json
from typing import Any

import pytest

from changes.base import Document, changes, item, told
from pcc.changes import compare_collections
from pcc.changes.compare.assertions import implies
from pcc.model.statement import (
    Comparison,
    Existence,
    Kind,
    Length,
    Literal,
    Matches,
    Operator,
    Predicate,
    TypeIs,
    VariableValue,
)
from pcc.postman import read_collection


def collection(*items: Document, name: str = "C") -> Document:
    return {"info": {"name": name}, "item": list(items)}


def steps(*names: str) -> Document:
    return collection(*(item(name, "GET", f"https://h/{name.rpartition(' ')[2].lower()}") for name in names))


def folder(name: str, *items: Document) -> Document:
    return {"name": name, "id": "", "item": list(items)}


def ids(old: Document, new: Document) -> list[str]:
    return [change.id for change in changes(old, new)]


def test_an_id_says_more_than_title_and_content() -> None:
    old = collection({**item("Read", "GET", "https://h/a"), "id": "1"})
    new = collection({**item("Write", "POST", "https://g/b"), "id": "1"})
    assert ids(old, new) == ["step-renamed", "method-changed", "url-changed"]


def test_without_ids_and_with_another_title_the_content_decides() -> None:
    old = collection({**item("Make a user", "POST", "https://h/users"), "id": ""})
    new = collection({**item("Add somebody", "POST", "https://h/users"), "id": ""})
    assert ids(old, new) == ["step-renamed"]


def test_what_has_nothing_in_common_is_one_step_less_and_another_more() -> None:
    old = collection({**item("Make a user", "POST", "https://h/users"), "id": "1"})
    new = collection({**item("Read the weather", "GET", "https://other/weather"), "id": "2"})
    assert ids(old, new) == ["step-removed", "step-added"]


def test_ids_that_were_dealt_anew_are_no_change() -> None:
    old, new = steps("A", "B", "C"), steps("A", "B", "C")
    for index, number in enumerate((3, 1, 2)):
        old["item"][index]["id"], new["item"][index]["id"] = str(index), str(number)
    assert ids(old, new) == []


def test_one_step_put_to_the_end_is_one_move() -> None:
    found = told(changes(steps("A", "B", "C", "D", "E"), steps("B", "C", "D", "E", "A")))
    assert found == [("step-moved", "A / place", "behaviour", "first", "after “E”")]


def test_a_reversed_collection_keeps_one_step_in_place() -> None:
    names = ["A", "B", "C", "D"]
    assert ids(steps(*names), steps(*reversed(names))) == ["step-moved"] * 3


def test_inserting_and_removing_steps_moves_none() -> None:
    assert ids(steps("A", "B", "C"), steps("X", "A", "Y", "C")) == ["step-added", "step-removed", "step-added"]


def test_step_numbers_say_nothing() -> None:
    numbered = collection(item("Step 1: A", "GET", "https://h/a"), item("Step 2: B", "GET", "https://h/b"))
    plain = collection(item("A", "GET", "https://h/a"), item("B", "GET", "https://h/b"))
    assert ids(numbered, plain) == []


def test_a_folder_that_is_dissolved_is_one_change() -> None:
    inside = [item("A", "GET", "https://h/a"), item("B", "GET", "https://h/b")]
    assert ids(collection(folder("F", *inside)), collection(*inside)) == ["folder-removed"]


def test_a_renamed_folder_takes_its_steps_and_folders_along() -> None:
    inside = [item("A", "GET", "https://h/a"), folder("Inner", item("B", "GET", "https://h/b"))]
    assert ids(collection(folder("F", *inside)), collection(folder("G", *inside))) == ["folder-renamed"]


def test_folders_that_change_places_inside_out_end() -> None:
    one = collection(folder("F", folder("G", item("A", "GET", "https://h/a"))))
    other = collection(folder("G", folder("F", item("A", "GET", "https://h/a"))))
    assert set(ids(one, other)) <= {"folder-moved", "folder-renamed", "step-moved"}
    assert ids(one, other)


def test_steps_with_one_title_are_told_apart_by_their_content() -> None:
    old = collection(*(item("Same", "GET", f"https://h/{name}") for name in "abc"))
    new = collection(*(item("Same", "GET", f"https://h/{name}") for name in "bc"))
    found = told(changes(old, new))
    assert found == [("step-removed", "Same / step", "breaking", "GET https://h/a", None)]


def equals(value: Any) -> Comparison:
    return Comparison(Operator.EQUALS, Literal(value))


def compare(operator: Operator, value: Any) -> Comparison:
    return Comparison(operator, Literal(value))


EXISTS = Existence(exists=True)


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (equals(201), EXISTS),
        (equals(201), compare(Operator.ONE_OF, [200, 201])),
        (equals(201), compare(Operator.ABOVE, 200)),
        (equals(201), compare(Operator.DIFFERS, 200)),
        (equals("abc"), compare(Operator.CONTAINS, "b")),
        (equals("abc"), TypeIs(Kind.STRING)),
        (equals("😀"), Length(2)),
        (equals(["a"]), compare(Operator.CONTAINS, "a")),
        (equals(["a"]), Length(1)),
        (equals(None), TypeIs(Kind.NULL)),
        (compare(Operator.ONE_OF, [200, 201]), compare(Operator.ONE_OF, [200, 201, 204])),
        (compare(Operator.ONE_OF, [200, 201]), compare(Operator.BELOW, 300)),
        (compare(Operator.BELOW, 500), compare(Operator.BELOW, 1000)),
        (compare(Operator.ABOVE, 5), compare(Operator.AT_LEAST, 5)),
        (compare(Operator.AT_LEAST, 5), compare(Operator.ABOVE, 4)),
        (compare(Operator.AT_MOST, 5), TypeIs(Kind.NUMBER)),
        (compare(Operator.ABOVE, 5), compare(Operator.DIFFERS, 5)),
        (compare(Operator.STARTS_WITH, "abc"), compare(Operator.STARTS_WITH, "ab")),
        (compare(Operator.ENDS_WITH, "abc"), compare(Operator.CONTAINS, "b")),
        (compare(Operator.STARTS_WITH, "abc"), compare(Operator.DIFFERS, "x")),
        (Matches("a"), EXISTS),
        (TypeIs(Kind.NULL), EXISTS),
        (Comparison(Operator.EQUALS, VariableValue("x")), EXISTS),
    ],
)
def test_the_first_says_more_than_the_second(strong: Predicate, weak: Predicate) -> None:
    assert implies(strong, weak)
    assert not implies(weak, strong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (equals(200), equals(201)),
        (equals(1), equals(True)),
        (Matches("a"), equals("a")),
        (Comparison(Operator.EQUALS, VariableValue("x")), equals("a")),
        (compare(Operator.CONTAINS, "abc"), compare(Operator.CONTAINS, "ab")),
        (compare(Operator.BELOW, 5), compare(Operator.ABOVE, 1)),
        (compare(Operator.ONE_OF, []), equals(1)),
        (EXISTS, Existence(exists=False)),
    ],
)
def test_neither_says_more_than_the_other(one: Predicate, other: Predicate) -> None:
    assert not implies(one, other)
    assert not implies(other, one)


def large(size: int, salt: str) -> Document:
    return collection(
        *(
            item(
                f"Step {number + 1}: Make thing {number} {salt}",
                "POST",
                f"{{{{api}}}}/things{salt}/{number}",
                header=[{"key": "Accept", "value": "application/json"}],
                body={"mode": "raw", "raw": json.dumps({"name": f"thing {number}", "n": number, "tags": list("abc")})},
            )
            for number in range(size)
        )
    )


def test_a_thousand_steps_in_any_order_are_compared() -> None:
    old, new = large(1000, "x"), large(1000, "x")
    new["item"].reverse()
    before, after = read_collection(json.dumps(old)), read_collection(json.dumps(new))
    found = compare_collections(before, after).differences
    assert [difference.id for difference in found] == ["step-moved"] * 999


def test_steps_that_all_have_other_titles_and_urls_are_still_matched() -> None:
    found = ids(large(100, "x"), large(100, "y"))
    assert {"step-added", "step-removed"}.isdisjoint(found)


@pytest.mark.parametrize("depth", [100, 240, 600, 5000])
def test_a_body_that_nests_deeply_is_compared_all_the_same(depth: int) -> None:
    def nested(value: str) -> Document:
        text = "[" * depth + value + "]" * depth
        return collection(item("A", "POST", "https://h", body={"mode": "raw", "raw": text}))

    assert ids(nested("{}"), nested("{}")) == []
    assert len(ids(nested("{}"), nested('{"a": 1}'))) == 1
