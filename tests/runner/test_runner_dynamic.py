"""Dynamic variables: all of Postman's names, types and formats; seeds."""

import os
import random
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.model.json import JsonValue
from pcc.model.request import RawBody
from pcc.runner import RunOptions, SystemClock, SystemRandomness
from pcc.runner.dynamic import eval_dynamic
from pcc.runner.dynamic.catalogue import CATALOGUE
from pcc.runner.dynamic.common import COMMON
from pcc.templating import MISSING
from pcc.values import to_text
from runner.dynamic_formats import FORMATS, INTEGERS, find_faults
from runner.fakes import FakeClock, FakeRandomness, item, run, text

# What Postman itself never varies.
FIXED = {name for name in FORMATS if name.endswith("Image") and name != "$randomAvatarImage"} | {
    "$randomImageUrl",
    "$randomImageDataUri",
    "$timestamp",
    "$isoTimestamp",
}


def values(name: str, count: int, *, seed: int) -> list[JsonValue]:
    randomness = SystemRandomness(seed)
    drawn = []
    for _ in range(count):
        value = eval_dynamic(name, FakeClock(), randomness)
        assert value is not MISSING
        drawn.append(value)
    return drawn  # type: ignore[return-value]


def test_every_variable_of_postman_is_known_and_no_other() -> None:
    assert len(FORMATS) == 118
    assert set(COMMON) | set(CATALOGUE) == set(FORMATS)
    assert not set(COMMON) & set(CATALOGUE)


@pytest.mark.parametrize("name", FORMATS)
@given(seed=st.integers())
def test_a_value_has_the_type_and_the_format_of_postmans(name: str, seed: int) -> None:
    kind = int if name in INTEGERS else bool if name == "$randomBoolean" else str
    now = FakeClock().now()
    for value in values(name, 5, seed=seed):
        assert type(value) is kind
        assert find_faults(name, to_text(value), started=now, ended=now) is None


@pytest.mark.parametrize("name", FORMATS)
def test_a_value_is_fresh_at_every_occurrence(name: str) -> None:
    assert (len(set(values(name, 60, seed=1))) == 1) is (name in FIXED)


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_refuse_what_is_not_of_them(name: str) -> None:
    now = FakeClock().now()
    good = to_text(values(name, 1, seed=3)[0])
    for wrong in ("", f"{{{{{name}}}}}", f" {good}", f"{good}\n", "undefined\x00"):
        assert find_faults(name, wrong, started=now, ended=now)


def test_the_formats_refuse_other_times_and_wrong_check_numbers() -> None:
    assert find_faults("$timestamp", "1700000003", started=1_700_000_000, ended=1_700_000_000)
    assert find_faults("$randomBankAccountIban", "DE88370400440532013000", started=0, ended=0)
    assert find_faults("$randomBankAccountIban", "DE89370400440532013000", started=0, ended=0) is None
    (future,) = values("$randomDateFuture", 1, seed=1)
    now = FakeClock().now()
    assert find_faults("$randomDatePast", str(future), started=now, ended=now)


@pytest.mark.parametrize("name", ["", "$", "guid", "$Guid", "$guid ", "$random", "$randomint", "$randomFish"])
def test_other_names_are_none(name: str) -> None:
    assert eval_dynamic(name, FakeClock(), FakeRandomness()) is MISSING


@pytest.mark.parametrize(("seconds", "rounded"), [(5.4999, 5), (5.5, 6), (6.5, 7), (7.0, 7)])
def test_the_timestamp_is_the_nearest_second(seconds: float, rounded: int) -> None:
    assert eval_dynamic("$timestamp", FakeClock(seconds), FakeRandomness()) == rounded


EVERYTHING = "\n".join(f"{{{{{name}}}}}" for name in FORMATS)


def test_a_seed_gives_the_same_values_again_and_another_seed_others() -> None:
    def body(seed: int | None) -> bytes:
        step = item("a", method="POST", body=RawBody(text(EVERYTHING)))
        return run(step, options=RunOptions(seed=seed)).sent[0].body

    assert body(7) == body(7)
    assert body(7) != body(8)
    assert body(0) == body(0) != body(None)


def test_without_a_seed_nothing_repeats() -> None:
    clock = FakeClock()
    guids = [eval_dynamic("$guid", clock, SystemRandomness()) for _ in range(50)]
    assert len(set(guids)) == 50
    random.seed(1)
    first = [eval_dynamic("$randomPassword", clock, SystemRandomness()) for _ in range(3)]
    random.seed(1)
    assert first != [eval_dynamic("$randomPassword", clock, SystemRandomness()) for _ in range(3)]


PROGRAM = """
import sys
from pcc.runner import SystemRandomness
from pcc.runner.dynamic import eval_dynamic
from runner.dynamic_formats import FORMATS
from runner.fakes import FakeClock
randomness = SystemRandomness(2026)
sys.stdout.write(ascii([[eval_dynamic(name, FakeClock(), randomness) for name in FORMATS] for _ in range(5)]))
"""


def test_a_seed_means_the_same_in_every_process() -> None:
    def printed(hash_seed: str, zone: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert printed("1", "UTC") == printed("2", "Asia/Tokyo")


def test_runs_side_by_side_do_not_share_their_draws() -> None:
    names = ["$randomFullName", "$randomCity", "$randomCountry"]

    def draw(seed: int, found: dict[int, list[JsonValue]]) -> None:
        found[seed] = [value for name in names * 40 for value in values(name, 1, seed=seed)]

    together: dict[int, list[JsonValue]] = {}
    threads = [threading.Thread(target=draw, args=(seed, together)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone: dict[int, list[JsonValue]] = {}
    for seed in range(4):
        draw(seed, alone)
    assert together == alone


def test_the_clock_of_this_machine_is_what_the_times_are_taken_from() -> None:
    started = time.time()
    value = eval_dynamic("$isoTimestamp", SystemClock(), SystemRandomness(1))
    assert find_faults("$isoTimestamp", str(value), started=started, ended=time.time()) is None
