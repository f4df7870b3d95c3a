"""What a script does, read from its syntax tree without running it."""

from pcc.javascript.facts import (
    Action,
    ApiUse,
    JumpUse,
    Scope,
    ScriptFacts,
    Standing,
    StringUse,
    SyntaxProblem,
    TestUse,
    VariableAccess,
)
from pcc.javascript.reader import read_facts

__all__ = [
    "Action",
    "ApiUse",
    "JumpUse",
    "Scope",
    "ScriptFacts",
    "Standing",
    "StringUse",
    "SyntaxProblem",
    "TestUse",
    "VariableAccess",
    "read_facts",
]
