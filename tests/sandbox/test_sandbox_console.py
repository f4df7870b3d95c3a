"""What scripts log, as text."""

import pytest

from pcc.model.result import ConsoleMessage
from pcc.sandbox import Sandbox
from pcc.sandbox.console import render_arguments

SHOWN = {
    "'text', 1, -0.5, true, null": "text 1 -0.5 true null",
    "undefined, NaN, -Infinity, 10n, Symbol('s')": "undefined NaN -Infinity 10n Symbol(s)",
    "{a: 'x', b: [1, {c: null}], d: undefined}": '{"a":"x","b":[1,{"c":null}],"d":undefined}',
    "['_0', '0', '1']": '["_0","0","1"]',
    "'_0', 'same', 'same'": "_0 same same",
    "new Date(0), /a+/gi": "1970-01-01T00:00:00.000Z /a+/gi",
    "new Map([['k', {a: 1}]]), new Set([1, 'two'])": 'Map[["k",{"a":1}]] Set[1,"two"]',
    "Buffer.from('hi'), new Uint8Array([1, 2])": "Buffer[104,105] Uint8Array[1,2]",
    "new TypeError('no'), [new Error('x')]": "TypeError: no [Error: x]",
    "function named() {}, () => {}, class A {}": "[Function: named] [Function] [Function: A]",
    "(() => { const o = {n: 1}; o.self = o; return o })()": '{"n":1,"self":[Circular]}',
    "(() => { let o = {}; for (let i = 0; i < 40; i++) o = {o}; return o })()": '{"o":' * 16 + "[…]" + "}" * 16,
    "'é😀\\u2028\"\\n'": 'é😀\u2028"\n',
    "": "",
}


@pytest.mark.parametrize("arguments", SHOWN)
def test_arguments_are_shown_as_one_text(sandbox: Sandbox, arguments: str) -> None:
    result = sandbox.run_script("test", f"console.log({arguments})")
    assert result.errors == ()
    assert result.console == (ConsoleMessage("log", SHOWN[arguments]),)


def test_every_level_is_kept(sandbox: Sandbox) -> None:
    levels = ["log", "info", "warn", "error", "debug", "clear"]
    result = sandbox.run_script("test", "".join(f"console.{level}('{level}');" for level in levels))
    assert [(message.level, message.text) for message in result.console] == [(level, level) for level in levels]


def test_a_value_that_throws_is_the_scripts_error(sandbox: Sandbox) -> None:
    result = sandbox.run_script("test", "console.log({toJSON() { throw new Error('no') }}); console.log('after')")
    assert [str(error) for error in result.errors] == ["Error: no (line 1)"]


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "[7]", '[["1"]]', '[["_0"]]', '[["x"]]', '[["1"],{"a":"9"}]', "[[", '[["_0"],[]]']
)
def test_what_is_not_in_the_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        render_arguments(text)
