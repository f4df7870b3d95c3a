"""Iteration data: what Newman reads out of a file, and what it makes of the rows in a run."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import pcc
from fidelity.newman_driver import Newman, NewmanJob
from fidelity.outcomes import exact
from fidelity.recording import record_requests
from pcc.errors import FormatError
from pcc.model.collection import PREREQUEST, Collection, Event, Item
from pcc.model.json import JsonValue
from pcc.model.request import RawBody, Request, Url
from pcc.model.statement import Assignment
from pcc.model.template import Reference, Template
from pcc.postman import write_collection
from pcc.runner import RunOptions
from pcc.runner.data import read_rows

PIECES = (
    *("a", "b", "x y", "é", "😀", "1", "007", "-0", "+5", ".5", "5.", "1e3", "1e999", "0x1F", "0b2", "Infinity", "-"),
    *(
        "12345678901234567890",
        "true",
        "null",
        "\u00a0",
        "\ufeff",
        "\u2003",
        "\x0b",
        "\f",
        "\x1c",
        "\x85",
        "'",
        ";",
        "\\",
    ),
)
MARKS = (",", ",", '"', '"', '"', '""', "\n", "\n", "\r\n", "\r", " ", "\t")
WRITTEN = (
    "id,name\n1,Ada\n2,Grace\n",
    "id,name\r\n1,Ada\r\n2,Grace",
    "\ufeffid,name\n1,Ada\n",
    'id , "full name" \n 1 , "Ada, Countess" \n',
    'a,b\n"1","007"\n1,007\n',
    'a\n"two\nlines"\n"a ""word"""\n',
    "a,b,c\n1\n1,2,3,4\n\n,,\n",
    "a,a\n1,2\n",
    ",b\n1,2\n",
    'a\nsay "hi"\n',
    "a\n   \n",
    "a\n1\n   ",
    "a\n1\n\u00a0",
    "a\n1\n\n\n",
    'a\n"" " "\n',
    'a\n"x"y\n',
    'a\n"x\n',
    "1,2\n3,4\n",
    "[a]\n1\n",
    "\n1\n",
)


def drawn(count: int) -> list[str]:
    draw = random.Random(20262)
    texts = []
    for _ in range(count):
        header = draw.choice(("a,b\n", "a,b\r\n", '"a",b\r', "a,b,c\n", ""))
        pieces = (draw.choice(MARKS if draw.random() < 0.6 else PIECES) for _ in range(draw.randint(0, 12)))
        texts.append(header + "".join(pieces))
    return texts


def read(text: str) -> str | None:
    """The rows in the notation of `exact`, None for a file that is refused."""
    try:
        return exact([dict(row) for row in read_rows(text, file="rows.csv")])
    except FormatError:
        return None


def theirs(newman: Newman, folder: Path, texts: Sequence[str], *, suffix: str = ".csv") -> list[str | None]:
    """The rows as Newman reads them, None where it refuses the file or would run the collection without data."""
    files = [folder / f"{index}{suffix}" for index in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        # Without a BOM Newman guesses at the encoding of text beyond ASCII, and is often wrong in files so short.
        mark = "" if text.isascii() or text.startswith("\ufeff") else "\ufeff"
        file.write_text(mark + text, encoding="utf-8", newline="")
    return [rows if rows and rows.startswith("[{") else None for _, rows in newman.read_data(*files)]


def test_csv_is_read_as_newman_reads_it(newman: Newman, tmp_path: Path) -> None:
    texts = [*WRITTEN, *drawn(4000)]
    found = {text: (rows, read(text)) for text, rows in zip(texts, theirs(newman, tmp_path, texts), strict=True)}
    assert {text: pair for text, pair in found.items() if pair[0] != pair[1]} == {}
    # It would be no test if most were refused, or hardly any.
    refused = sum(rows is None for rows, _ in found.values())
    assert 0.1 < refused / len(found) < 0.7


JSON = (
    '[{"a": 1, "b": "x"}, {"a": null}]',
    ' \n\u00a0[{"a": 1.50, "b": -0, "c": 1e400, "d": 12345678901234567890}]\n',
    '[{"a": {"b": [1, 2]}, "c": [], "d": true, "e": false, "f": ""}]',
    '\ufeff[{"a": "é"}]',
    '[{"a": 1, "a": 2, "1": "one", "__x": 0}]',
    "[{}, {}]",
    '["a"]',
    "[]",
    '{"a": 1}',
    '"a"',
    "5",
)


def test_json_is_read_as_newman_reads_it(newman: Newman, tmp_path: Path) -> None:
    assert theirs(newman, tmp_path, JSON, suffix=".json") == list(map(read, JSON))
    assert sum(read(text) is None for text in JSON) == 5


def test_of_json_with_a_mistake_newman_makes_csv_and_only_a_csv_file_may_be_that_here(
    newman: Newman, tmp_path: Path
) -> None:
    broken = '[{"a": 1},\n{"a": 2,}]'
    (rows,) = theirs(newman, tmp_path, [broken], suffix=".json")
    assert rows == read(broken)
    with pytest.raises(FormatError, match=r"rows\.json: this looks like JSON and is not: .* \(line 2, column 9\)"):
        read_rows(broken, file="rows.json")


ROWS: list[dict[str, JsonValue]] = [
    {"a": "one", "b": 1, "n": None, "t": True, "f": False, "o": {"x": 1}, "l": [1, None], "nested": "<{{b}}>", "e": ""},
    {"a": 1.5, "b": 0, "only": "here", "shared": "row"},
    {"a": "last", "big": 1e21},
]
NAMES = ("a", "b", "n", "t", "f", "o", "l", "nested", "e", "only", "big", "shared", "below", "given", "deep", "gone")
SEEN = (*NAMES, *(f"{name} seen" for name in NAMES))


@pytest.mark.parametrize("iterations", [None, 1, 2, 5])
def test_rows_and_globals_give_the_same_requests_as_in_newman(
    newman: Newman, tmp_path: Path, iterations: int | None
) -> None:
    files = {name: tmp_path / f"{name}.json" for name in ("collection", "environment", "globals", "data")}
    files["environment"].write_text(values(shared="environment", a="environment", deep="{{given}}"), encoding="utf-8")
    files["globals"].write_text(values(shared="globals", below="globals", given="file"), encoding="utf-8")
    files["data"].write_text(json.dumps(ROWS), encoding="utf-8")
    given = {"given": "{{below}} and = more"}
    body = RawBody(Template.of(*(part for name in SEEN for part in (f"{name}=", Reference(name), "\n"))))
    # In a script rows are variables like others.
    assignments = [Assignment(f"{name} seen", Template.of("<", Reference(name), ">")) for name in NAMES]
    with record_requests({}) as recorder:
        request = Request("POST", Url(Template.of(recorder.base_url + "/")), body=body)
        item = Item("send", request, (Event(PREREQUEST, tuple(assignments)),))
        files["collection"].write_text(write_collection(Collection("Rows", (item,))), encoding="utf-8")
        newman.run(
            NewmanJob(
                files["collection"],
                files["environment"],
                iterations,
                data=files["data"],
                globals=files["globals"],
                global_variables=tuple(given.items()),
            )
        )
        judged = [request.body.decode().splitlines() for request in recorder.take()]
        pcc.replay(
            files["collection"],
            environment=files["environment"],
            globals_file=files["globals"],
            global_variables=given,
            iteration_data=files["data"],
            options=RunOptions(iterations=iterations),
        )
        replayed = [request.body.decode().splitlines() for request in recorder.take()]
    lines = [pair for bodies in zip(judged, replayed, strict=True) for pair in zip(*bodies, strict=True)]
    assert [(theirs, ours) for theirs, ours in lines if theirs != ours] == []
    assert len(replayed) == (iterations or len(ROWS))


def values(**pairs: str) -> str:
    return json.dumps({"name": "v", "values": [{"key": key, "value": value} for key, value in pairs.items()]})


def test_a_name_with_a_dot_is_found_behind_an_object_of_a_row(newman: Newman, tmp_path: Path) -> None:
    files = {name: tmp_path / f"{name}.json" for name in ("collection", "environment", "data")}
    files["environment"].write_text(values(**{"a.b": "variable"}), encoding="utf-8")
    files["data"].write_text(json.dumps([{"a": {"b": "row"}}]), encoding="utf-8")
    with record_requests({}) as recorder:
        request = Request("GET", Url(Template.of(recorder.base_url + "/", Reference("a.b"))))
        collection = Collection("Dots", (Item("send", request),))
        files["collection"].write_text(write_collection(collection), encoding="utf-8")
        newman.run(NewmanJob(files["collection"], files["environment"], data=files["data"]))
        judged = [sent.target for sent in recorder.take()]
        pcc.replay(files["collection"], environment=files["environment"], iteration_data=files["data"])
        replayed = [sent.target for sent in recorder.take()]
    assert judged == ["/%7B%7Ba.b%7D%7D"]
    assert replayed == ["/variable"]
