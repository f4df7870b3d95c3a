"""The built files are those of the sources."""

from pathlib import Path

import pcc

PROJECT = Path(__file__).parent.parent


def test_out_is_up_to_date() -> None:
    result = pcc.build(project=PROJECT, check=True)
    assert result.valid
    assert not result.stale
