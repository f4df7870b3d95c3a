"""What makes a workflow invalid although its function ran: for a build, and for a check of it."""

import re

from pcc.checks.subject import Subject
from pcc.checks.suppressions import read_suppressions
from pcc.checks.unset import check_unset
from pcc.diagnostics import Diagnostic, Level
from pcc.dsl.refs import find_marker
from pcc.emit import OutputFile, page_texts
from pcc.errors import WorkflowError
from pcc.model.collection import Collection

__all__ = ["find_refusals", "refuse_unwritable"]


def find_refusals(subject: Subject) -> list[Diagnostic]:
    """Return the findings that stop a build, without those that the author suppresses."""
    found = [one for one in check_unset(subject) if one.level is Level.ERROR]
    accepted = [one for one in read_suppressions(subject) if one.reason] if found else []
    return [one for one in found if not any(entry.covers(one, subject) for entry in accepted)]


def refuse_unwritable(collection: Collection, file: OutputFile) -> None:
    """Raise WorkflowError for text of a workflow, whose file this is, that no file can hold."""
    origin = collection.doc.origin if collection.doc else None
    # Whatever is no template keeps a reference's marker; better no file than one with odd text in it.
    name = find_marker(file.text)
    if name:
        raise WorkflowError(f"<<{name}>> stands in text that is no template, such as a name: take it out", origin)
    if any(re.search("[\ud800-\udfff]", text) for text in page_texts(collection)):
        raise WorkflowError("a text of this workflow holds half of a character, which no file can hold", origin)
