"""How long `pcc diff` compares two versions of one collection: `python benchmarks/diff.py [STEPS]`. CPU time, in ms."""

import copy
import json
import sys
import time
from pathlib import Path
from typing import Any

from pcc.changes import compare_collections
from pcc.postman import read_collection

SOURCE = Path(__file__).parents[1] / "out" / "refresh-token-grant.postman_collection.json"
ROUNDS = 5


def main(steps: int) -> None:
    """Print the best of some rounds: nothing changed, one step edited and one removed, everything renamed."""
    old = _collection(steps)
    edited = copy.deepcopy(old)
    edited["item"][5]["request"]["method"] = "PATCH"
    del edited["item"][7]
    renamed = json.loads(json.dumps(_collection(steps, " anew")).replace("{{apiPath}}", "{{baseUrl}}"))
    for name, new in {"the same": old, "two edits": edited, "every title, id and URL": renamed}.items():
        spent, found = _measure(old, new)
        print(f"{steps} steps, {name}: {spent * 1000:.0f} ms, {found} changes")  # noqa: T201


def _collection(steps: int, mark: str = "") -> dict[str, Any]:
    source: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    known = [item for item in source["item"] if "request" in item]
    items = [copy.deepcopy(known[number % len(known)]) for number in range(steps)]
    for number, item in enumerate(items):
        title = item["name"].partition(": ")[2]
        item |= {"name": f"Step {number + 1}: {title} {number}{mark}", "id": f"{number}{mark}"}
    return {**source, "item": items}


def _measure(old: dict[str, Any], new: dict[str, Any]) -> tuple[float, int]:
    before, after = read_collection(json.dumps(old)), read_collection(json.dumps(new))
    spent, found = [], 0
    for _ in range(ROUNDS):
        start = time.process_time()
        found = len(compare_collections(before, after).differences)
        spent.append(time.process_time() - start)
    return min(spent), found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
