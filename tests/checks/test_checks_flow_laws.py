"""Laws of the data flow, for any run: what is set before it is read is no error, and without it there is one."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pcc.checks.catalog import run_checks
from pcc.checks.subject import Subject
from pcc.checks.unset import READ_BEFORE_SET, UNDEFINED_VARIABLE, check_unset
from pcc.diagnostics import Level
from pcc.model.collection import PREREQUEST, TEST, Child, Collection, Event, Item, ItemGroup
from pcc.model.environment import Environment
from pcc.model.request import BearerAuth, Header, QueryParam, RawBody, Request, Url
from pcc.model.statement import Assignment, Capture, JsonPath, RawScript, Statement
from pcc.model.template import Reference, Template
from pcc.postman import read_collection, write_collection
from strategies.collections import collections, environments


@dataclass(frozen=True)
class Made:
    """An item to be: the names that it reads, each in a place of its own, and those that it sets, each in a way."""

    reads: tuple[tuple[str, str], ...]
    sets: tuple[tuple[str, str], ...]


_PLACES = st.sampled_from(["url", "query", "header", "body", "auth", "assigned"])
_WAYS = st.sampled_from(["capture", "assignment", "script", "script in a branch"])


@st.composite
def runs(draw: st.DrawFn) -> tuple[Made, ...]:
    """Items that read only what an earlier one has set."""
    known: list[str] = []
    made: list[Made] = []
    for number in range(draw(st.integers(2, 7))):
        reads = draw(st.lists(st.sampled_from(known), max_size=3, unique=True)) if known else []
        sets = [f"name{number}{letter}" for letter in draw(st.sampled_from(["", "a", "ab"]))]
        made.append(Made(tuple((name, draw(_PLACES)) for name in reads), tuple((name, draw(_WAYS)) for name in sets)))
        known += sets
    return tuple(made)


def build(run: tuple[Made, ...], depth: int = 0) -> Collection:
    """The items, the last half of them in a folder."""
    items: list[Child] = [_item(index, made) for index, made in enumerate(run)]
    middle = len(items) // 2
    return Collection("Made", (*items[:middle], ItemGroup("Rest", tuple(items[middle:]))))


def _item(index: int, made: Made) -> Item:
    places: dict[str, list[str]] = {}
    for name, place in made.reads:
        places.setdefault(place, []).append(name)

    def text(place: str) -> Template:
        return Template.of("https://x/" if place == "url" else "=", *map(Reference, places.get(place, ())))

    request = Request(
        "POST",
        Url(text("url"), (QueryParam(Template.of("q"), text("query")),)),
        (Header(Template.of("H"), text("header")),),
        RawBody(text("body")),
        BearerAuth(text("auth")),
    )
    before: list[Statement] = [Assignment("scratch", text("assigned"))]
    after: list[Statement] = []
    for name, way in made.sets:
        _add(name, way, before, after)
    return Item(f"Item {index}", request, (Event(PREREQUEST, tuple(before)), Event(TEST, tuple(after))))


def _add(name: str, way: str, before: list[Statement], after: list[Statement]) -> None:
    match way:
        case "capture":
            after.append(Capture(name, JsonPath("$.id")))
        case "assignment":
            before.append(Assignment(name, Template.of("1")))
        case "script":
            after.append(RawScript(f'pm.environment.set("{name}", 1);'))
        case _:
            after.append(RawScript(f'if (pm.response.code === 200) {{ pm.globals.set("{name}", 1); }}'))


def errors(collection: Collection) -> list[tuple[str, str, str]]:
    """Id, item and message of every error of the flow."""
    found = check_unset(Subject(collection, Environment("None", ())))
    return [(one.id, one.step, one.message) for one in found if one.level is Level.ERROR]


@given(runs())
def test_what_is_set_before_it_is_read_is_no_error(run: tuple[Made, ...]) -> None:
    assert errors(build(run)) == []


@given(runs(), st.data())
def test_without_the_one_who_sets_a_variable_its_first_reader_is_found(
    run: tuple[Made, ...], data: st.DataObject
) -> None:
    read = sorted({name for made in run for name, _ in made.reads})
    if not read:
        return
    gone = data.draw(st.sampled_from(read))
    left = tuple(Made(made.reads, tuple(kept for kept in made.sets if kept[0] != gone)) for made in run)
    found = errors(build(left))
    readers = [f"Item {index}" for index, made in enumerate(run) if gone in dict(made.reads)]
    assert [(id_, step) for id_, step, _ in found] == [(UNDEFINED_VARIABLE.id, step) for step in readers]
    assert all(f"<<{gone}>>" in message for *_, message in found)


@given(runs(), st.data())
def test_a_reader_that_moves_in_front_of_the_one_who_sets_is_found(run: tuple[Made, ...], data: st.DataObject) -> None:
    readers = [index for index, made in enumerate(run) if made.reads]
    if not readers:
        return
    moved = data.draw(st.sampled_from(readers))
    reader = Made(run[moved].reads, ())
    rest = (*run[:moved], Made((), run[moved].sets), *run[moved + 1 :])
    found = errors(build((reader, *rest)))
    assert {id_ for id_, *_ in found} == {READ_BEFORE_SET.id}
    assert {step for _, step, _ in found} == {"Item 0"}
    assert len(found) == len({name for name, _ in reader.reads})


@given(collections(), environments())
def test_no_collection_makes_a_check_raise(collection: Collection, environment: Environment) -> None:
    as_file = read_collection(write_collection(collection))
    subjects = (
        Subject(collection, environment),
        Subject(as_file, environment, "c.json", "e.json"),
        Subject(as_file, None, "c.json", given=frozenset({"id"})),
    )
    for subject in subjects:
        for found in run_checks(subject):
            assert found.message
            assert not found.secret or found.secret not in found.message
