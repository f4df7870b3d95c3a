"""What a script does, read from its syntax tree without running it."""

from pcc.javascript.expectations import read_expectations
from pcc.javascript.facts import (
    Action,
    ApiUse,
    Expectations,
    JumpUse,
    NamedText,
    Scope,
    ScriptFacts,
    Standing,
    StatusUse,
    StringUse,
    SyntaxProblem,
    TestUse,
    VariableAccess,
)
from pcc.javascript.named_texts import read_named_texts
from pcc.javascript.reader import read_facts

__all__ = [
    "Action",
    "ApiUse",
    "Expectations",
    "JumpUse",
    "NamedText",
    "Scope",
    "ScriptFacts",
    "Standing",
    "StatusUse",
    "StringUse",
    "SyntaxProblem",
    "TestUse",
    "VariableAccess",
    "read_expectations",
    "read_facts",
    "read_named_texts",
]
