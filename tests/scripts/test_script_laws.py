"""Law 3 of the design, and what lifting does around edits."""

import re

import jinja2
import jinja2.meta
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.model.statement import (
    AllMatches,
    Assertion,
    Capture,
    Claim,
    Comparison,
    CookieValue,
    Extractor,
    HeaderValue,
    JsonPath,
    Literal,
    Operand,
    Operator,
    Pattern,
    RawScript,
    RedirectQuery,
    Sent,
    SentPart,
    Statement,
    StatusCode,
    Text,
    VariableValue,
)
from pcc.model.template import Reference, Template
from pcc.scripts import is_native, lift_script, render_script
from pcc.scripts.slots import fill
from pcc.templating.files import read_template, template_names
from strategies.statements import statements, texts

CREATED = Assertion(StatusCode(), Comparison(Operator.EQUALS, Literal(201)))
TAKE_ID = Capture("appID", JsonPath("$.id"))


@given(st.lists(statements(), max_size=5))
def test_statements_are_lifted_from_what_they_render_to(drawn: list) -> None:  # type: ignore[type-arg]
    assert repr(lift_script(render_script(drawn))) == repr(tuple(drawn))


@given(st.lists(st.one_of(statements().map(lambda s: render_script([s])), texts(), st.just("\n")), max_size=6))
def test_lifting_any_text_loses_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert render_script(lift_script(text)) == text


def test_a_block_that_was_edited_becomes_raw_and_its_neighbours_stay() -> None:
    text = render_script([CREATED, TAKE_ID, CREATED])
    lifted = lift_script(text.replace("json?.id", "json?.ID"))
    assert [type(statement) for statement in lifted] == [Assertion, RawScript, Assertion]
    assert not is_native(lifted)


def test_foreign_text_between_blocks_stays_where_it_is() -> None:
    text = render_script([CREATED]) + "\n\nconsole.log(1);\n\n" + render_script([TAKE_ID])
    assert lift_script(text) == (CREATED, RawScript("\n\nconsole.log(1);\n\n"), TAKE_ID)


def test_more_empty_lines_between_blocks_still_run_natively() -> None:
    lifted = lift_script(render_script([CREATED]) + "\n\n\n" + render_script([TAKE_ID]) + "\n")
    assert is_native(lifted)
    assert [type(statement) for statement in lifted] == [Assertion, RawScript, Capture, RawScript]


@pytest.mark.parametrize(
    "header",
    [
        "// expect status 201 ",
        '// expect "$.a[" equals 1',
        '// capture "x" from "$.id',
        "// expect",
        '// set "a" to 5',
        '// expect "$.a" is of type date',
    ],
)
def test_a_header_that_is_not_ours_is_text(header: str) -> None:
    assert lift_script(header) == (RawScript(header),)


@pytest.mark.parametrize("name", template_names("scripts"))
def test_every_script_template_is_a_jinja_template_with_slots_only(name: str) -> None:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    slots = sorted(jinja2.meta.find_undeclared_variables(environment.parse(read_template(name))))
    values = {slot: f"<{slot}>" for slot in slots}
    stem = name.removeprefix("scripts/v1/").removesuffix(".js")
    assert environment.from_string(read_template(name)).render(values) == fill(stem, **values)
    assert "{%" not in read_template(name)


@given(statements())
def test_no_block_defines_a_name_twice(statement: Statement) -> None:
    defined = re.findall(r"^    const (\w+)", render_script([statement]), re.MULTILINE)
    assert len(defined) == len(set(defined))


EXTRACTORS: tuple[Extractor, ...] = (
    HeaderValue("x"),
    HeaderValue("constructor"),
    CookieValue("x"),
    CookieValue("constructor"),
    RedirectQuery("x"),
    JsonPath("$..id"),
    JsonPath("$.length"),
    JsonPath("$[?(@.a == 1)][-1].b[0:2]"),
    AllMatches("$..id"),
    Claim("$.a", "$.b"),
    Pattern("a"),
)
OPERANDS: tuple[Operand, ...] = (
    *(Sent(part, "$.id") for part in SentPart),
    VariableValue("x"),
    Text(Template((Reference("x"),))),
    *EXTRACTORS,
)


@pytest.mark.parametrize("extractor", EXTRACTORS, ids=repr)
@pytest.mark.parametrize("operand", OPERANDS, ids=repr)
@pytest.mark.parametrize("operator", [Operator.EQUALS, Operator.CONTAINS])
def test_no_comparison_defines_a_name_twice(extractor: Extractor, operand: Operand, operator: Operator) -> None:
    block = render_script([Assertion(extractor, Comparison(operator, operand))])
    defined = re.findall(r"^    const (\w+)", block, re.MULTILINE)
    assert len(defined) == len(set(defined))
