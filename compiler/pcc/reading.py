"""Files that a user or a collection names: read whole, in bounded time and memory, whatever they turn out to be."""

import json
import os
import selectors
import stat
import time
from pathlib import Path

from pcc.errors import FormatError, RunError

__all__ = ["MAX_BYTES", "PATIENCE_S", "decode_text", "read_file", "read_text"]

# Twenty times the largest collection that is published; reading it takes up to 2 GiB of memory.
MAX_BYTES = 128 * 2**20
# How long a pipe may take to deliver all: `pcc replay <(make-collection)` is fine, a pipe that nobody fills is not.
PATIENCE_S = 60.0
_CHUNK = 2**20


def read_text(path: Path) -> str:
    """Return the text of a file, as `read_file` and `decode_text` do."""
    return decode_text(read_file(path), file=str(path))


def decode_text(data: bytes, *, file: str) -> str:
    """Decode UTF-8, UTF-16 or UTF-32, with or without a byte order mark (RFC 4627 section 3).

    Nothing else is guessed. Raises FormatError with the first byte that is wrong.
    """
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        message = f"not {name} at byte {error.start}: save it as UTF-8 (UTF-16 and UTF-32 are read too)"
        raise FormatError(message, file=file) from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, or of a pipe until it is closed.

    Raises RunError, naming the file, for what cannot be read: nothing there, a folder, a device, more than `MAX_BYTES`
    bytes, a pipe that is still open after `PATIENCE_S` seconds.
    """
    try:
        # Opening a pipe without a writer would wait for one.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            return _read(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise RunError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        # A name with a NUL or half a character, which no file has.
        raise RunError(f"cannot read {path}: no file can have this name") from error


def _read(descriptor: int) -> bytes:
    status = os.fstat(descriptor)
    if stat.S_ISDIR(status.st_mode):
        raise OSError("it is a folder, not a file")
    if stat.S_ISREG(status.st_mode):
        _check_size(status.st_size)
        return _read_all(descriptor)
    if stat.S_ISFIFO(status.st_mode):
        return _read_pipe(descriptor, time.monotonic() + PATIENCE_S)
    raise OSError("it is a device, not a file")


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise OSError(f"it is larger than {MAX_BYTES // 2**20} MiB")


def _read_all(descriptor: int) -> bytes:
    data = bytearray()
    while chunk := os.read(descriptor, _CHUNK):
        data += chunk
        _check_size(len(data))
    return bytes(data)


def _read_pipe(descriptor: int, deadline: float) -> bytes:
    data = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            # A pipe that nobody has opened for writing yet is not ready, although reading it would find its end.
            if not selector.select(max(deadline - time.monotonic(), 0)):
                raise OSError("it is a pipe, and it was not written to its end in time")
            chunk = os.read(descriptor, _CHUNK)
            if not chunk:
                return bytes(data)
            data += chunk
            _check_size(len(data))
