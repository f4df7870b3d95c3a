"""Every exception that pcc raises on purpose.

::

    PccError                    could not; `exit_code` says which kind of "could not"
    ├── UsageError        2     the command line or an argument of the library is wrong
    ├── SourceError       3     what was given is not what it should be
    │   ├── WorkflowError       a workflow that does not compile: the author's file and line
    │   ├── FormatError         a file that does not hold what it should: its name and a JSON pointer
    │   ├── PathError           a JSONPath that pcc refuses: the column, and what to write instead
    │   └── PatternError        a regular expression that pcc refuses: the column, and what to write instead
    ├── StaleError        1     the output folder is not what a build would write
    └── RunError          4     the run could not start or finish
        ├── EngineMissingError       a script needs a JavaScript engine that is not installed
        └── ResolutionError          the variables of a text make it grow beyond all bounds

An exception means "could not". A failed assertion is a result and a finding is a diagnostic: neither is raised.
"""

from dataclasses import dataclass

__all__ = [
    "EngineMissingError",
    "FormatError",
    "Origin",
    "PathError",
    "PatternError",
    "PccError",
    "ResolutionError",
    "RunError",
    "SourceError",
    "StaleError",
    "UsageError",
    "WorkflowError",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a source: file (as a user would name it) and line (from 1); a call may end further down.

    `column` (from 0) is where it begins in a file whose lines may hold much else.
    """

    file: str
    line: int
    end_line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class PccError(Exception):
    """The root: a sentence for the user. `exit_code` is the process's exit code when nobody catches it."""

    exit_code = 4


class UsageError(PccError):
    """The command line, or an argument of the library, is wrong."""

    exit_code = 2


class SourceError(PccError):
    """What was given to pcc is not what it should be."""

    exit_code = 3


class WorkflowError(SourceError):
    """A workflow does not compile. `origin` is the author's line, when one is known."""

    def __init__(self, message: str, origin: Origin | None = None) -> None:
        super().__init__(f"{origin}: {message}" if origin else message)
        self.message = message
        self.origin = origin


class FormatError(SourceError):
    """A file does not hold what it should; `pointer` is a JSON pointer (RFC 6901) to the place."""

    def __init__(self, message: str, *, pointer: str = "", file: str = "") -> None:
        place = " at ".join(part for part in (file, pointer) if part)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.pointer = pointer
        self.file = file

    def in_file(self, file: str) -> "FormatError":
        """Return the same error, naming the file that it was found in."""
        return FormatError(self.message, pointer=self.pointer, file=file)


class _ExpressionError(SourceError):
    def __init__(self, text: str, message: str, *, column: int = 0) -> None:
        super().__init__(f"{message}\n  {text}\n  {' ' * column}^")
        self.text = text
        self.message = message
        self.column = column


class PathError(_ExpressionError):
    """A JSONPath that pcc refuses. `column` counts from 0; `message` says what to write instead."""


class PatternError(_ExpressionError):
    """A regular expression that pcc refuses. `column` counts from 0; `message` says what to write instead."""


class StaleError(PccError):
    """The output folder is not what a build would write: `pcc build` brings it up to date."""

    exit_code = 1


class RunError(PccError):
    """The run could not start or finish: the file system, the network set-up, a script engine."""


class EngineMissingError(RunError):
    """A script needs a JavaScript engine and none is installed."""


class ResolutionError(RunError):
    """The variables of a text make it grow beyond all bounds, as when each of several holds the next one twice."""
