"""Files that a request sends."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pcc.errors import RunError
from pcc.reading import read_file
from pcc.runner.request.unsendable import UnsendableError

if TYPE_CHECKING:
    from mimetypes import MimeTypes

__all__ = ["BodyFiles", "guess_type"]


@dataclass(frozen=True, slots=True)
class BodyFiles:
    """The files of a run: relative paths start at `folder`. Without `insecure_read` all others are refused."""

    folder: Path = Path()
    insecure_read: bool = True

    def locate(self, path: str) -> Path:
        """Return where a file is. Raises UnsendableError for one outside, also by way of a symbolic link."""
        file = self.folder / path
        if not (self.insecure_read or file.resolve().is_relative_to(self.folder.resolve())):
            raise UnsendableError(f"the file {file} is outside of the working directory (--no-insecure-file-read)")
        return file

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises UnsendableError naming the file."""
        file = self.locate(path)
        try:
            return read_file(file)
        except RunError as error:
            raise UnsendableError(f"the file to send: {error}") from error


def guess_type(path: str) -> str:
    """Return the media type for a file's name."""
    return _types().guess_type(Path(path).name)[0] or "application/octet-stream"


@cache
def _types() -> "MimeTypes":
    from mimetypes import MimeTypes

    # Python's own table alone: what the machine adds to it would make requests differ between machines.
    return MimeTypes(filenames=())
