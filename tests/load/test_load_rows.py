"""Which row of the data a user has."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pcc.load.rows import Deal, deal_row

ROWS = st.integers(1, 20).map(lambda count: [{"n": number} for number in range(count)])


@given(ROWS, st.integers(1, 30), st.integers(0, 50))
def test_a_user_keeps_its_row(rows: list[dict[str, int]], users: int, iteration: int) -> None:
    for user in range(users):
        first = deal_row(rows, Deal.USER, user=user, users=users, iteration=0)
        assert deal_row(rows, Deal.USER, user=user, users=users, iteration=iteration) == first


@given(ROWS, st.integers(1, 30))
def test_no_two_users_have_a_row_while_there_are_enough(rows: list[dict[str, int]], users: int) -> None:
    dealt = Counter(str(deal_row(rows, Deal.USER, user=user, users=users, iteration=0)) for user in range(users))
    assert max(dealt.values()) - min(dealt.values()) <= 1
    assert len(dealt) == min(users, len(rows))


@given(ROWS, st.integers(1, 10), st.integers(1, 10))
def test_iterations_take_one_row_after_the_other(rows: list[dict[str, int]], users: int, iterations: int) -> None:
    taken = [
        deal_row(rows, Deal.ITERATION, user=user, users=users, iteration=iteration)
        for iteration in range(iterations)
        for user in range(users)
    ]
    assert taken == [rows[turn % len(rows)] for turn in range(users * iterations)]


def test_without_rows_there_is_none() -> None:
    assert deal_row([], Deal.USER, user=3, users=5, iteration=1) is None
