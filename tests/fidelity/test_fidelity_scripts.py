"""Scripts of other people do the same in both engines: requests, tests, console, variables, errors, jumps."""

from pathlib import Path

import pytest

from fidelity.foreign import CASES
from fidelity.newman_driver import Newman
from fidelity.scripted import judge

pytestmark = pytest.mark.usefixtures("engine_here")


@pytest.mark.parametrize("name", CASES)
def test_both_engines_run_alike(name: str, newman: Newman, tmp_path: Path) -> None:
    expected, found = judge(CASES[name], newman, tmp_path)
    differences = expected.differences(found)
    assert not differences, "\n".join(differences)
    assert expected.outcome.items
