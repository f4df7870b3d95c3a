"""The laws of comparing: nothing differs from itself, both directions say the same, ways of writing do not count."""

import json
import random
from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from changes.edits import versions
from pcc.changes import Compared, Difference, compare_collections, compare_environments
from pcc.model.collection import Child, Collection, Event, Item, ItemGroup, SavedResponse, Settings
from pcc.model.environment import Environment
from pcc.model.request import Header, OtherAuth, RawBody, Request, Url
from pcc.model.statement import Assertion, Existence, JsonPath, RawScript
from pcc.model.template import EMPTY, Template
from pcc.postman import read_collection, read_environment, write_collection, write_environment
from strategies.collections import collections, environments, items

# The same examples in every run; what fails once in thousands is looked for on purpose, with a larger number.
slow = settings(suppress_health_check=list(HealthCheck), max_examples=60, derandomize=True)

_OPPOSITES = [
    ("added", "removed"),
    ("weakened", "strengthened"),
    ("not-required", "required"),
    ("enabled", "disabled"),
]


def mirrored_id(name: str) -> str:
    for left, right in _OPPOSITES:
        if name.endswith(f"-{left}"):
            return name.removesuffix(left) + right
        if name.endswith(f"-{right}"):
            return name.removesuffix(right) + left
    return name


def mirror(difference: Difference) -> Difference:
    return Difference(mirrored_id(difference.id), difference.step, difference.part, difference.after, difference.before)


def counted(found: Compared, renames: dict[str, str]) -> Counter[Any]:
    """The differences, without what is named after one of two names: renamed steps, variables, cases of a header."""
    titles = {
        text
        for difference in found.differences
        if difference.id in ("step-renamed", "folder-renamed")
        for text in (difference.before, difference.after)
    }
    names = {*renames, *renames.values()}

    def neutral(text: str | None) -> str | None:
        for name in names if text else ():
            text = text.replace(f"{{{{{name}}}}}", "{{*}}") if text else text
        return text

    return Counter(
        (
            difference.id,
            "*" if difference.step in titles else difference.step,
            "*" if any(name in difference.part for name in names) else difference.part.lower(),
            neutral(difference.before),
            neutral(difference.after),
        )
        for difference in found.differences
    )


@slow
@given(collections())
def test_a_collection_does_not_differ_from_itself(collection: Collection) -> None:
    assert compare_collections(collection, collection).differences == ()


@slow
@given(environments())
def test_an_environment_does_not_differ_from_itself(environment: Environment) -> None:
    assert compare_environments(environment, environment).differences == ()


@slow
@given(versions())
def test_both_directions_say_the_same(pair: tuple[Collection, Collection]) -> None:
    # Of two steps with one title, as Postman's rules forbid, nothing says which of them has moved.
    titles = [[item.name for _, item in collection.walk()] for collection in pair]
    assume(all(len(set(names)) == len(names) for names in titles))
    forth, back = compare_collections(*pair), compare_collections(pair[1], pair[0])
    assert {right: left for left, right in forth.renames.items()} == back.renames
    mirrored = Compared(tuple(map(mirror, back.differences)), back.renames)
    assert counted(forth, forth.renames) == counted(mirrored, forth.renames)


@slow
@given(environments(), environments())
def test_both_directions_say_the_same_of_environments(old: Environment, new: Environment) -> None:
    forth, back = compare_environments(old, new), compare_environments(new, old)
    mirrored = Compared(tuple(map(mirror, back.differences)), back.renames)
    assert counted(forth, forth.renames) == counted(mirrored, forth.renames)


def reordered(value: Any, chance: random.Random) -> Any:
    """The same JSON, its keys in another order."""
    match value:
        case dict():
            keys = list(value)
            chance.shuffle(keys)
            return {key: reordered(value[key], chance) for key in keys}
        case list():
            return [reordered(item, chance) for item in value]
    return value


@slow
@given(collections(), st.randoms(use_true_random=False), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_writing_a_collection_otherwise_changes_nothing(
    collection: Collection, chance: random.Random, indent: Any, ascii_only: bool
) -> None:
    text = write_collection(collection)
    other = json.dumps(reordered(json.loads(text), chance), indent=indent, ensure_ascii=ascii_only)
    assume(read_collection(text) == collection)
    assert compare_collections(collection, read_collection(other)).differences == ()


@slow
@given(environments(), st.randoms(use_true_random=False))
def test_writing_an_environment_otherwise_changes_nothing(environment: Environment, chance: random.Random) -> None:
    document = reordered(json.loads(write_environment(environment)), chance)
    assert compare_environments(environment, read_environment(json.dumps(document))).differences == ()


def with_new_ids(value: Any, chance: random.Random) -> Any:
    match value:
        case dict():
            made = {key: with_new_ids(item, chance) for key, item in value.items()}
            if "request" in made or "item" in made:
                made["id"] = str(UUID(int=chance.getrandbits(128)))
            if "_postman_id" in made:
                made["_postman_id"] = str(UUID(int=chance.getrandbits(128)))
            return made
        case list():
            return [with_new_ids(item, chance) for item in value]
    return value


@slow
@given(collections(), st.randoms(use_true_random=False))
def test_other_ids_change_nothing(collection: Collection, chance: random.Random) -> None:
    document = json.loads(write_collection(collection))
    other = read_collection(json.dumps({**document, "item": with_new_ids(document["item"], chance)}))
    assert compare_collections(collection, other).differences == ()


def in_other_forms(item: dict[str, Any]) -> dict[str, Any]:
    """Scripts as one text, the URL as text, the defaults written out."""
    made = dict(item)
    if "item" in made:
        made["item"] = list(map(in_other_forms, made["item"]))
    for event in made.get("event", []):
        event["script"] = {"exec": "\n".join(event["script"]["exec"])}
    request = made.get("request")
    if isinstance(request, dict):
        for row in (*request.get("header", []), *(request.get("body") or {}).get("urlencoded", [])):
            row.setdefault("disabled", False)
        request.setdefault("description", "")
    return made


@slow
@given(collections())
def test_other_forms_change_nothing(collection: Collection) -> None:
    document = json.loads(write_collection(collection))
    document["item"] = list(map(in_other_forms, document["item"]))
    assert compare_collections(collection, read_collection(json.dumps(document))).differences == ()


NEW = Assertion(JsonPath("$.somethingNew"), Existence(exists=True))
VISIBLE: dict[str, Any] = {
    "method": lambda item: replace(item, request=replace(item.request, method=f"{item.request.method}X")),
    "name": lambda item: replace(item, name=f"{item.name} it was"),
    "header": lambda item: replace(
        item, request=replace(item.request, headers=(*item.request.headers, Header(_text("X-New"), _text("1"))))
    ),
    "url": lambda item: replace(
        item, request=replace(item.request, url=replace(item.request.url, base=item.request.url.base + _text("/x")))
    ),
    "assertion": lambda item: replace(item, events=(*item.events, Event("test", (NEW,)))),
    "script": lambda item: replace(item, events=(*item.events, Event("prerequest", (RawScript("go(1);"),)))),
    "description": lambda item: replace(
        item, request=replace(item.request, description=f"{item.request.description} what it was")
    ),
    "setting": lambda item: replace(item, settings=Settings(max_redirects=12345)),
    "auth": lambda item: replace(item, request=replace(item.request, auth=OtherAuth("somethingNew"))),
    "body": lambda item: replace(item, request=replace(item.request, body=RawBody(_text("somethingNew")))),
    "response": lambda item: replace(item, responses=(*item.responses, SavedResponse("new", 299))),
}


def _text(text: str) -> Template:
    return Template.of(text)


def _edit(children: tuple[Child, ...], chosen: Item, edit: Any) -> tuple[Child, ...]:
    return tuple(
        replace(child, items=_edit(child.items, chosen, edit))
        if isinstance(child, ItemGroup)
        else edit(child)
        if child is chosen
        else child
        for child in children
    )


@slow
@given(collections(), st.data(), st.sampled_from(sorted(VISIBLE)))
def test_an_edit_of_any_step_is_found(collection: Collection, data: st.DataObject, name: str) -> None:
    found = [item for _, item in collection.walk()]
    assume(found)
    chosen = data.draw(st.sampled_from(found))
    edited = replace(collection, items=_edit(collection.items, chosen, VISIBLE[name]))
    assert compare_collections(collection, edited).differences != ()


@slow
@given(collections(), items())
def test_one_step_more_is_one_change_and_one_less_its_opposite(collection: Collection, item: Item) -> None:
    fresh = replace(item, name="Nobody has this title", id="nobody has this id")
    found = compare_collections(collection, replace(collection, items=(*collection.items, fresh))).differences
    assert [one.id for one in found if one.id.startswith(("step", "folder"))] == ["step-added"]


@slow
@given(versions())
def test_what_is_different_is_found_in_both_directions_or_in_none(pair: tuple[Collection, Collection]) -> None:
    assert bool(compare_collections(*pair).differences) is bool(compare_collections(pair[1], pair[0]).differences)


@slow
@given(st.text(alphabet=st.characters(codec=None)) | st.sampled_from(["\\\ud800", "\ud800\\", "'\udfff", "`${\ud800"]))
def test_any_script_can_be_compared(text: str) -> None:
    def scripted(code: str) -> Collection:
        event = Event("test", (RawScript(code),))
        return Collection("A", (Item("B", Request("GET", Url(EMPTY)), events=(event,)),))

    assert compare_collections(scripted(text), scripted(text)).differences == ()
