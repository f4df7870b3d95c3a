"""The JSONPath compliance suite of RFC 9535, through both engines: right or refused, never silently wrong."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path as File
from typing import Any

import pytest

from pcc.errors import PathError
from pcc.paths import MISSING, Path, compile_path

SUITE = File(__file__).parents[2] / "../shared/data/jsonpath-cts.json"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason="the compliance suite is not beside the repository")


def read_cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(SUITE.read_text(encoding="utf-8"))["tests"]
    return cases


def admit(case: dict[str, Any]) -> Path | None:
    try:
        return compile_path(case["selector"])
    except PathError:
        return None


def canonical(value: object) -> str:
    # Members of an object have no order, so that results compare as JSON does; 1 and true stay apart.
    return json.dumps(value, sort_keys=True)


def is_right(found: list[object], case: dict[str, Any]) -> bool:
    results = case.get("results", [case.get("result")])
    return canonical(found) in {canonical(result) for result in results}


def test_every_case_is_answered_right_by_both_engines_or_refused(
    node: Callable[[Sequence[tuple[Path, object]]], list[tuple[list[Any], list[Any]]]],
) -> None:
    admitted = []
    counts: Counter[str] = Counter()
    for case in read_cases():
        path = admit(case)
        if path is not None:
            admitted.append((path, case))
        else:
            counts["invalid refused" if case.get("invalid_selector") else "valid refused"] += 1
    answers = node([(path, case.get("document")) for path, case in admitted])
    for (path, case), (first, matches) in zip(admitted, answers, strict=True):
        found = path.find(case["document"])
        one = path.first(case["document"])
        right = not case.get("invalid_selector") and is_right(found, case) and is_right(matches, case)
        agree = canonical(first) == canonical(matches[:1]) == canonical([] if one is MISSING else [one])
        counts["answered by both" if right and agree else "silently wrong"] += 1
    sys.stdout.write(f"{dict(counts)}\n")
    assert counts == {"answered by both": 282, "valid refused": 174, "invalid refused": 247}


def test_every_refusal_of_a_valid_path_says_what_to_do() -> None:
    for case in read_cases():
        if admit(case) is None and not case.get("invalid_selector"):
            with pytest.raises(PathError, match=r"write |select it by") as refusal:
                compile_path(case["selector"])
            assert 0 < refusal.value.column < len(case["selector"])
