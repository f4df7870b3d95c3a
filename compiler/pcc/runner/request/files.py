"""Files that a request sends."""

from mimetypes import MimeTypes
from pathlib import Path

from pcc.errors import RunError
from pcc.reading import read_file
from pcc.runner.request.unsendable import UnsendableError

__all__ = ["guess_type", "read_body_file"]

# Python's own table alone: what the machine adds to it would make requests differ between machines.
_TYPES = MimeTypes(filenames=())


def read_body_file(path: str, working_dir: Path) -> bytes:
    """Return the file's bytes; a relative path starts at `working_dir`. Raises UnsendableError naming the file."""
    try:
        return read_file(working_dir / path)
    except RunError as error:
        raise UnsendableError(f"the file to send: {error}") from error


def guess_type(path: str) -> str:
    """Return the media type for a file's name."""
    return _TYPES.guess_type(Path(path).name)[0] or "application/octet-stream"
