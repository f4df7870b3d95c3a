"""The table of findings is held against the code."""

import re
from pathlib import Path

from pcc.claims import LEVELS

PAGE = Path(__file__).parents[2] / "docs/audit.md"


def test_every_finding_is_documented_with_its_level_meaning_and_example() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| [^|]+ \| [^|]+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(name, level.value) for name, level in LEVELS.items()]
