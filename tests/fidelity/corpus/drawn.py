"""Statements as chance puts them together."""

from collections.abc import Iterator
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fidelity.corpus.answers import BODIES
from fidelity.corpus.operands import SENT_JSON
from fidelity.recording import Reply
from fidelity.trials import Trial
from pcc.model.request import RawBody
from pcc.model.statement import (
    Assignment,
    Capture,
    Statement,
)
from pcc.templating import parse_postman
from strategies.statements import statements

__all__ = ["drawn"]

T = TypeVar("T")


def drawn() -> Iterator[Trial]:
    """Statements of every kind as chance puts them together, the same every time."""
    scripts = st.lists(statements().filter(_is_repeatable), min_size=3, max_size=15)
    replies = st.builds(Reply, st.sampled_from([200, 201, 302, 404]), st.just(_DRAWN_HEADERS), st.sampled_from(BODIES))
    requests = st.sampled_from(["GET", "POST"]), st.sampled_from([None, RawBody(parse_postman(SENT_JSON), "json")])
    examples = draw_examples(st.tuples(scripts, replies, *requests), 150)
    for index, (script, reply, method, body) in enumerate(examples):
        yield Trial(f"drawn {index}", script, reply, method, body=body)


def _is_repeatable(statement: Statement) -> bool:
    # Times differ, and Postman forgets a variable without a name.
    named = not isinstance(statement, Assignment | Capture) or statement.name != ""
    return named and "ResponseTime" not in repr(statement)


_DRAWN_HEADERS = (
    ("Location", "/?code=1&é=2".encode().decode("latin-1")),
    ("Set-Cookie", "id=1"),
    ("Content-Type", "application/json"),
)


def draw_examples(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    found: list[T] = []

    @settings(
        derandomize=True,
        database=None,
        max_examples=count,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found
