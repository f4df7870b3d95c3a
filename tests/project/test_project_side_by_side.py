"""Many files are checked in several processes, with the same outcome."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.check_projects import collection, item
from cli.shell import run_pcc
from pcc.project.side_by_side import map_in_order


def test_few_things_stay_in_this_process_and_in_order() -> None:
    assert list(map_in_order(lambda number: (number, os.getpid()), [3, 1, 2], worth=2)) == [
        (number, os.getpid()) for number in (3, 1, 2)
    ]


MANY = """
import os, sys
from pcc.project.side_by_side import map_in_order

# Neither of them can be pickled, and neither has to be.
work = lambda number: (number(), os.getpid())
found = list(map_in_order(work, [lambda number=number: number for number in range(200)], worth=10))
assert [number for number, _ in found] == list(range(200))
print(len({process for _, process in found} - {os.getpid()}))
"""


@pytest.mark.skipif(sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs two cores of Linux")
def test_many_things_go_to_other_processes_and_come_back_in_order() -> None:
    done = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) >= 1


@pytest.mark.parametrize("output", ["text", "json"])
def test_the_outcome_of_a_check_of_many_files_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    monkeypatch.chdir(tmp_path)
    allow = "// pcc-allow undefined-variable: because"
    for number in range(130):
        items = [item(f"Ask {step}", f"https://x.example/{{{{a{number}}}}}", test=allow) for step in range(5)]
        text = "[" if number % 50 == 7 else collection(*items, name=f"Shop {number}")
        (tmp_path / f"{number}.postman_collection.json").write_text(text, encoding="utf-8")
    (tmp_path / "env.json").write_text(json.dumps({"name": "E", "values": []}), encoding="utf-8")
    # The process of the tests has threads, so that nothing is done side by side in it.
    here = run_pcc("check", ".", "-e", "env.json", "--format", output)
    command = [sys.executable, "-m", "pcc", "check", ".", "-e", "env.json", "--format", output]
    there = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (there.returncode, there.stdout, there.stderr) == (3, here.out, "")
    assert here.code == 3
    assert here.out.count("this is not JSON") == 3
