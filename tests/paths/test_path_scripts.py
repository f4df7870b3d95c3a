import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from pcc.paths import Path, PathScript, compile_path
from pcc.paths.functions import FUNCTIONS
from pcc.paths.inherited import INHERITED_NAMES

PROTOTYPES = """
const names = new Set();
[{}, [], "", 0, true].forEach((value) => {
  for (let at = Object.getPrototypeOf(value); at; at = Object.getPrototypeOf(at)) {
    Object.getOwnPropertyNames(at).forEach((name) => names.add(name));
  }
});
process.stdout.write(JSON.stringify(Array.from(names)));
"""


def test_a_plain_path_reads_as_javascript() -> None:
    assert compile_path("$.access_token").render_script() == PathScript(
        (), "json?.access_token", "[json?.access_token].filter((value) => value !== undefined)"
    )
    assert compile_path("$").render_script() == PathScript((), "json", "[json]")
    assert compile_path("$['a'].b").render_script().first == "json?.a?.b"


def test_a_filter_reads_as_javascript() -> None:
    script = compile_path("$._embedded.resources[?(@.name=='openid')].id").render_script()
    resources = 'filter([json?._embedded?.resources], (item) => item?.name === "openid")'
    assert script.matches == f'member({resources}, "id")'
    assert script.first == f"{script.matches}[0]"


@pytest.mark.parametrize(
    "name", ["length", "first", "constructor", "__proto__", "at", "toSorted", "isWellFormed", "group"]
)
def test_an_inherited_name_is_guarded(name: str) -> None:
    script = compile_path(f"$.{name}").render_script()
    assert script.first == f'member([json], "{name}")[0]'
    assert [line.split()[1] for line in script.functions] == ["isObject", "has", "member"]


def test_numbers_are_written_without_an_exponent() -> None:
    script = compile_path(
        "$[?@ == 0.0000001 || @ == 10000000000000000000000 || @ == 1.50 || @ == -0.0]"
    ).render_script()
    numbers = re.findall(r"=== ([^ )]+)", script.first)
    assert numbers == ["0.0000001", "10000000000000000000000", "1.5", "0"]


def test_what_cannot_be_seen_is_escaped() -> None:
    script = compile_path("$['a\u2028\u202e\u200bü']").render_script()
    assert script.first == 'member([json], "a\\u2028\\u202e\\u200bü")[0]'


def test_functions_are_lines_in_the_order_of_their_use() -> None:
    known: set[str] = set()
    for function in FUNCTIONS:
        assert function.source.startswith(f"const {function.name} = (")
        assert function.source.endswith(";")
        assert "\n" not in function.source
        assert set(function.needs) <= known
        known.add(function.name)


def test_functions_use_nothing_newer_than_optional_chaining() -> None:
    text = "\n".join(function.source for function in FUNCTIONS)
    assert not re.search(r"hasOwn\b|\.at\(|\?\?|\bfor\b|structuredClone|replaceAll|Object\.(values|entries)", text)


def test_inherited_names_are_sorted_and_single() -> None:
    assert list(INHERITED_NAMES) == sorted(set(INHERITED_NAMES))


def test_every_name_that_node_inherits_is_known(node_program: Callable[[str, Iterable[object]], Any]) -> None:
    assert set(node_program(PROTOTYPES, [])) <= set(INHERITED_NAMES)


def test_every_inherited_name_is_an_own_member_only(
    node: Callable[[Sequence[tuple[Path, object]]], list[tuple[list[Any], list[Any]]]],
) -> None:
    documents = [{}, [], "", 0, True, None, [[]], {"a": "text"}]
    questions: list[tuple[Path, object]] = []
    for name in INHERITED_NAMES:
        for text in (f"$.{name}", f"$..{name}", f"$[?@.{name}]", f"$[?@.{name} == @.a.{name}]"):
            questions += [(compile_path(text), document) for document in (*documents, {name: 1}, [{name: 1}])]
    for (path, document), (first, matches) in zip(questions, node(questions), strict=True):
        assert matches == path.find(document), (path, document)
        assert first == matches[:1]
