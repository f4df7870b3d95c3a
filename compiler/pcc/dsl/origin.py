"""The author's line: the nearest frame that is not pcc's own."""

import sys
from itertools import islice
from pathlib import Path
from types import FrameType

from pcc.diagnostics import shown_path
from pcc.errors import Origin, WorkflowError

__all__ = ["author_origin", "wrong"]

_PACKAGE = str(Path(__file__).resolve().parent.parent)


def author_origin() -> Origin:
    """Return where the author called into pcc; the file is relative to the working directory when it is below it."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    if frame is None:
        return Origin("<unknown>", 0)
    line, end_line, *_ = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), (None, None))
    return Origin(shown_path(Path(frame.f_code.co_filename)), line or frame.f_lineno, end_line or 0)


def wrong(message: str) -> WorkflowError:
    """Return the error for wrong use at the author's line: a sentence that says what to do."""
    return WorkflowError(message, author_origin())
