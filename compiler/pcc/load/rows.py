"""Which row of the iteration data a user has."""

from collections.abc import Sequence
from enum import StrEnum

from pcc.runner.data import Row

__all__ = ["Deal", "deal_row"]


class Deal(StrEnum):
    """How rows are dealt: each user keeps one, or each iteration of anybody takes the next."""

    USER = "user"
    ITERATION = "iteration"


def deal_row(rows: Sequence[Row], deal: Deal, *, user: int, users: int, iteration: int) -> "Row | None":
    """Return the row of an iteration, None without rows. Users and iterations count from 0, rows begin anew at the end.

    Nobody has to be asked: with `users` of them the n-th iterations of all take `users` rows in a row.
    """
    if not rows:
        return None
    turn = user if deal is Deal.USER else user + iteration * users
    return rows[turn % len(rows)]
