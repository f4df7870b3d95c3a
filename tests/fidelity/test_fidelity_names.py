"""Names that every JavaScript object inherits: Postman fails on variables of that name, so pcc refuses them."""

import json
from pathlib import Path

import pytest

from fidelity.newman_driver import Newman, NewmanJob
from pcc.errors import SourceError
from pcc.model.collection import TEST, Collection, Event, Item
from pcc.model.request import Request, Url
from pcc.model.statement import (
    Assertion,
    Assignment,
    Capture,
    Comparison,
    JsonPath,
    Literal,
    Operator,
    RawScript,
    Statement,
    Text,
    VariableValue,
)
from pcc.model.template import Reference, Template
from pcc.postman import write_collection
from pcc.scripts import lift_script, render_script
from pcc.scripts.names import INHERITED

VALUE = JsonPath("$.a")


def statements_with(name: str) -> list[Statement]:
    return [
        Capture(name, VALUE),
        Capture(name, VALUE, Literal(None)),
        Assignment(name, Template.of("x")),
        Assignment("fine", Template.of("x", Reference(name))),
        Assertion(VALUE, Comparison(Operator.EQUALS, VariableValue(name))),
        Assertion(VALUE, Comparison(Operator.EQUALS, Text(Template.of("x", Reference(name))))),
    ]


@pytest.mark.parametrize("name", sorted(INHERITED))
def test_a_statement_with_such_a_variable_is_refused(name: str) -> None:
    for statement in statements_with(name):
        with pytest.raises(SourceError, match=name):
            render_script([statement])


def test_a_written_block_with_such_a_variable_is_somebody_elses() -> None:
    for statement in statements_with("harmless"):
        text = render_script([statement]).replace("harmless", "valueOf")
        assert lift_script(text) == (RawScript(text),)


def test_newman_fails_on_these_names_and_on_no_others(newman: Newman, tmp_path: Path) -> None:
    script = """
        Object.getOwnPropertyNames(Object.prototype).concat(["length", "name", "id"]).forEach((name) => {
            pm.test(name, () => { pm.environment.set(name, 1); });
        });
    """
    request = Request("GET", Url(Template.of("http://127.0.0.1:1/")))
    item = Item("sets variables", request, (Event(TEST, (RawScript(script),)),))
    (tmp_path / "collection.json").write_text(write_collection(Collection("Names", (item,))), encoding="utf-8")
    (tmp_path / "environment.json").write_text(json.dumps({"name": "None", "values": []}), encoding="utf-8")
    (outcome,) = newman.run(NewmanJob(tmp_path / "collection.json", tmp_path / "environment.json"))
    assert {name for _, name, _ in outcome.failures} == INHERITED
    assert [name for name, error in outcome.items[0].assertions if error is None] == ["length", "name", "id"]
