"""Postman's sandbox, to hold against it what is said of scripts."""

import json
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from pcc.sandbox import Sandbox, SandboxContext
from sandbox.conftest import engine, sandbox

__all__ = ["Judge", "engine", "sandbox", "v8"]

# Of every script what V8 says against it; nothing where it takes it.
Judge: TypeAlias = Callable[[Sequence[str]], list[str]]

JUDGE = """
const AsyncFunction = Object.getPrototypeOf(async function () {}).constructor;
const said = pm.variables.get('scripts').map((text) => {
    try { new AsyncFunction(text); return ''; } catch (error) { return error.name + ': ' + error.message; }
});
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module")
def v8(sandbox: Sandbox) -> Judge:
    """V8's judgement of scripts, none of which is run."""

    def judge(scripts: Sequence[str]) -> list[str]:
        result = sandbox.run_script("test", JUDGE, SandboxContext(local={"scripts": list(scripts)}))
        assert result.errors == ()
        said: list[str] = json.loads(result.console[0].text)
        return said

    return judge
