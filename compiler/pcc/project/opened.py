"""A source of a check, once it is read or compiled."""

from dataclasses import dataclass
from typing import Final

from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic

__all__ = ["ALL", "Opened"]

ALL: Final = ""
"""The name that stands for all workflows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source: a subject to check, or the finding that says why there is none.

    `name` is the slug of a workflow, or the file as seen from the root of the project.
    """

    name: str
    subject: Subject | None
    failure: Diagnostic | None = None
