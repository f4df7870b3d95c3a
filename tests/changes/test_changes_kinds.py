"""For each kind of edit the exact list of changes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from changes.base import changes, copied, environment_changes, told
from changes.cases import BASE, Cases
from changes.cases_bodies import BODIES
from changes.cases_environments import BASE_ENVIRONMENT, ENVIRONMENTS
from changes.cases_requests import REQUESTS
from changes.cases_scripts import SCRIPTS
from changes.cases_steps import STEPS
from changes.cases_variables import VARIABLES
from pcc.changes import KINDS, RENDERERS, Change

EDITS: Cases = STEPS | REQUESTS | BODIES | SCRIPTS | VARIABLES


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_collection_is_told_exactly(name: str) -> None:
    edit, expected = EDITS[name]
    assert sorted(told(changes(BASE, copied(BASE, edit))), key=str) == sorted(expected, key=str)


OPPOSITES = [
    *(("-added", "-removed"), ("-weakened", "-strengthened"), ("-not-required", "-required")),
    ("-enabled", "-disabled"),
]


def opposite(name: str) -> str:
    for left, right in OPPOSITES:
        if name.endswith(left):
            return name.removesuffix(left) + right
        if name.endswith(right):
            return name.removesuffix(right) + left
    return name


@pytest.mark.parametrize("name", EDITS)
def test_the_other_direction_says_the_opposite(name: str) -> None:
    new = copied(BASE, EDITS[name][0])
    # What is named after a title or a variable has another name in the other direction.
    forth = [(change.id, change.before, change.after) for change in changes(BASE, new)]
    back = [(opposite(change.id), change.after, change.before) for change in changes(new, BASE)]
    assert sorted(forth, key=str) == sorted(back, key=str)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_an_edit_of_an_environment_is_told_exactly(name: str) -> None:
    new, expected = ENVIRONMENTS[name]
    assert told(environment_changes(BASE_ENVIRONMENT, new)) == expected


# Of files, which the project finds; and the other directions of what stands above.
OF_FILES = {"collection-added", "collection-removed", "environment-added", "environment-removed", "file-renamed"}


def provoked() -> list[Change]:
    """The changes of every edit, in both directions."""
    found: list[Change] = []
    for edit, _ in EDITS.values():
        new = copied(BASE, edit)
        found += [*changes(BASE, new), *changes(new, BASE)]
    for new, _ in ENVIRONMENTS.values():
        found += [*environment_changes(BASE_ENVIRONMENT, new), *environment_changes(new, BASE_ENVIRONMENT)]
    return found


PROVOKED = provoked()


def test_every_kind_is_provoked_in_one_direction_or_the_other() -> None:
    assert {change.id for change in PROVOKED} | OF_FILES == set(KINDS)


def documented() -> dict[str, tuple[str, str, str]]:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| `(.+)` \|$", PAGE, flags=re.MULTILINE)
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: row[1:] for row in rows}


PAGE = (Path(__file__).parents[2] / "docs/diff.md").read_text(encoding="utf-8")


def test_the_page_has_every_kind_with_its_severity_and_meaning() -> None:
    assert [(name, *row[:2]) for name, row in documented().items()] == [
        (name, kind.severity.word, kind.says) for name, kind in KINDS.items()
    ]


def example(change: Change) -> str:
    """A change as the page shows it."""
    (line,) = RENDERERS["text"]([replace(change, subject="x", step="")]).splitlines()[1:2]
    said = line.split(change.id, 1)[1].strip()
    return f"{change.step}: {said}" if change.step else said


def test_every_example_on_the_page_is_what_is_said() -> None:
    said = {(change.id, example(change)) for change in PROVOKED}
    shown = {(name, row[2].replace("\\|", "|")) for name, row in documented().items() if name not in OF_FILES}
    assert shown - said == set()
