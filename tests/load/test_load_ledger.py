"""Who takes part, what each was dealt, and whether everything arrived."""

from pcc.load.ledger import Ledger


def ledger(users: int = 4) -> Ledger:
    made = Ledger(users)
    made.join("a", "worker 1", 11)
    made.join("b", "worker 2", 12)
    return made


def test_numbers_are_dealt_once() -> None:
    made = ledger()
    assert [made.deal(member) for member in "abba"] == [0, 1, 2, 3]


def test_it_is_finished_when_every_user_is() -> None:
    made = ledger(users=2)
    made.deal("a")
    made.finish("a")
    assert not made.finished(spawned=True)
    made.deal("b")
    assert not made.finished(spawned=True)
    made.finish("b")
    assert made.finished(spawned=False)


def test_users_of_a_lost_process_are_not_waited_for() -> None:
    made = ledger(users=4)
    for member in "aab":
        made.deal(member)
    made.finish("b")
    made.lose("a", "was lost")
    assert not made.finished(spawned=False)
    assert made.finished(spawned=True)


def test_it_is_complete_when_all_that_was_counted_arrived() -> None:
    made = ledger()
    for member in "ab":
        made.close(member, {"steps": 10, "busy": 0.5})
        made.receive(member, 7, {"requests": 8, "steps": 7, "iterations": 1})
    assert not made.complete()
    made.receive("a", 3, {"requests": 3, "steps": 3, "iterations": 0})
    assert made.losses() == ("worker 2 counted 10 steps, of which 7 arrived",)
    made.receive("b", 3, {"requests": 3, "steps": 3, "iterations": 0})
    assert made.complete()
    assert made.losses() == ()
    assert made.count.requests == 22
    assert made.busiest() == 0.5


def test_a_loss_is_told_in_a_sentence() -> None:
    made = ledger()
    made.deal("a")
    made.lose("a", "was lost after 2.0 s")
    made.close("b", {"steps": 0, "busy": 0.0})
    assert made.losses() == ("worker 1 was lost after 2.0 s: 1 user and what it did in its last 3 s are not counted",)
    assert made.complete()


def test_a_process_that_never_ends_is_told_too() -> None:
    made = ledger()
    made.close("b", {"steps": 0, "busy": 0.0})
    assert made.losses() == ("worker 1 did not end in time: its last 3 s are not counted",)


def test_a_process_that_has_ended_cannot_be_lost() -> None:
    made = ledger()
    made.close("a", {"steps": 0, "busy": 0.0})
    made.lose("a", "left")
    assert "a" in made.live
