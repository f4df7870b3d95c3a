"""JSONPath: `python benchmarks/paths.py`.

Prints, for each path, µs of CPU for a look-up with pcc's closures and with jsonpath-ng's own `find` on the same tree of
the same path, and their ratio; then what parsing a path costs the first time, and what it costs again.
"""

import time
from collections.abc import Callable

from jsonpath_ng.ext.parser import ExtendedJsonPathParser

from pcc.paths import compile_path

SMALL = {"access_token": "a" * 40, "token_type": "Bearer", "expires_in": 3600}
USERS = [
    {"id": number, "name": f"user {number}", "age": number % 90, "tags": ["a", "b"], "address": {"city": "Bern"}}
    for number in range(2000)
]
BIG = {"page": 1, "_embedded": {"users": USERS}}
CASES = (
    ("$.access_token", SMALL, 20_000),
    ("$._embedded.users[0].address.city", BIG, 20_000),
    ("$._embedded.users[*].id", BIG, 50),
    ("$._embedded.users[?(@.name == 'user 1999')].id", BIG, 10),
    ("$._embedded.users[?(@.age > 80 && @.id < 1000)].name", BIG, 10),
    ("$..city", BIG, 5),
)


def cpu(call: Callable[[], object], times: int) -> float:
    """Return the µs of CPU of a call: the least of five rounds."""
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(times):
            call()
        rounds.append((time.process_time() - start) / times * 1e6)
    return min(rounds)


def main() -> None:
    """Measure every path."""
    parser = ExtendedJsonPathParser()
    for text, document, times in CASES:
        path, reference = compile_path(text), parser.parse(text)
        assert path.find(document) == [found.value for found in reference.find(document)]
        own = cpu(lambda: path.find(document), times)  # noqa: B023
        theirs = cpu(lambda: reference.find(document), max(times // 20, 2))  # noqa: B023
        print(f"{text:56} {own:10.1f} µs  jsonpath-ng {theirs:10.1f} µs  {theirs / own:6.1f} times")  # noqa: T201
    text = CASES[4][0]
    compile_path.cache_clear()
    start = time.process_time()
    compile_path(text)
    first = (time.process_time() - start) * 1e6
    again = cpu(lambda: compile_path(text), 10_000)
    print(f"reading {text!r}: {first:.0f} µs the first time, {again:.2f} µs after that")  # noqa: T201


if __name__ == "__main__":
    main()
