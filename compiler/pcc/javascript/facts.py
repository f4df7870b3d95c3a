"""What is known of a script without running it. Lines and columns count from 0, columns in characters."""

from dataclasses import dataclass
from enum import Enum

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
]


class Scope(Enum):
    """Where a variable is kept. Reading LOCAL (`pm.variables`) looks through all scopes."""

    LOCAL = "local"
    DATA = "data"
    ENVIRONMENT = "environment"
    COLLECTION = "collection"
    GLOBALS = "globals"


class Action(Enum):
    """What is done with a variable; CLEAR takes away every variable of a scope."""

    READ = "read"
    WRITE = "write"
    UNSET = "unset"
    CLEAR = "clear"


class Standing(Enum):
    """What Postman says of a use of its API."""

    KNOWN = "known"
    DEPRECATED = "deprecated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VariableAccess:
    """A script reads or changes a variable. The name None is computed when the script runs, so it may be any.

    `text` is the source in one line, for a caret; `sure` says that it happens whenever the script runs.
    """

    scope: Scope
    action: Action
    name: str | None
    line: int
    column: int
    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ApiUse:
    """A use of Postman's API: the path without arguments, such as `pm.response.to.have.status`.

    `replacement` is what to write instead of a deprecated use, or the nearest that exists for an unknown one.
    """

    path: str
    standing: Standing
    replacement: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class TestUse:
    """A test: `pm.test`, `tests["…"] =`, or, where `bare`, an assertion outside of any test.

    The name is None when it is computed, and for a bare assertion. `skipped` tests never run.
    """

    __test__ = False

    name: str | None
    line: int
    column: int
    text: str
    bare: bool = False
    skipped: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class StringUse:
    """A string literal, or the literal part of a template: its value, escapes read."""

    value: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class JumpUse:
    """A call of `setNextRequest`: its target is a name or an id, None when the run is to end (`null`).

    A `computed` target may be any.
    """

    target: str | None
    computed: bool
    line: int
    column: int
    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Something that JavaScript does not accept: what stands there, and what to do where that is known."""

    message: str
    advice: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """What a script does, each kind in the order of the text.

    Accesses come in the order in which they happen, as far as the text says: of `set("a", get("b"))` the READ is
    first. `{{name}}` in a text that is given to `replaceIn` or `pm.sendRequest` is a READ; Postman does not replace
    it for the latter, so it is not sure, and the text is among `unreplaced`.
    """

    accesses: tuple[VariableAccess, ...] = ()
    calls: tuple[ApiUse, ...] = ()
    tests: tuple[TestUse, ...] = ()
    strings: tuple[StringUse, ...] = ()
    jumps: tuple[JumpUse, ...] = ()
    errors: tuple[SyntaxProblem, ...] = ()
    unreplaced: tuple[StringUse, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedText:
    """A literal text, quotes taken away and escapes as they are written, and the name of what it is given to."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class StatusUse:
    """An expectation of status codes, one of which must come; `sure` says that it stands outside of any condition."""

    codes: tuple[int, ...]
    line: int
    column: int
    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a script expects of a response: status codes, and members of its JSON body.

    `reads` are the keys that lead to members which the script reads by fixed names. The body is `pm.response.json()`,
    or a constant that holds it. Reads with `?.`, in a condition or behind one that may be false are left out: the
    author reckons with their absence.
    """

    statuses: tuple[StatusUse, ...] = ()
    reads: tuple[tuple[str | int, ...], ...] = ()
