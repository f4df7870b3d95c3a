"""Content codings: gzip, deflate (with zlib's frame or without), br. Decoded piece by piece, never past a limit."""

import zlib
from typing import Protocol

from pcc.model.ports import TransportError

__all__ = ["Body", "open_body"]

_PIECE = 1 << 16
_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"


class _Decoder(Protocol):
    def decode(self, data: bytes, body: "Body") -> None:
        """Decode what came and add it to the body."""
        ...

    def is_complete(self) -> bool:
        """Whether the coding came to its end."""
        ...


class Body:
    """A body as it grows. Raises TransportError past `limit` bytes (decoded), and for a coding that is broken."""

    def __init__(self, coding: str, limit: int | None) -> None:
        self._coding = coding
        self._limit = limit
        self._decoder = _decoder(coding)
        self._content = bytearray()
        self._received = 0

    def add(self, data: bytes) -> None:
        """Take bytes as they came over the network."""
        self._received += len(data)
        if self._decoder is None:
            self.append(data)
        else:
            self._decoder.decode(data, self)

    def append(self, decoded: bytes) -> None:
        """Take decoded bytes."""
        self._content += decoded
        if self._limit is not None and len(self._content) > self._limit:
            raise TransportError(f"the response is larger than {self._limit} bytes (--max-response-size)")

    def finish(self) -> bytes:
        """Return the whole body. Raises TransportError when its coding breaks off."""
        if self._received and self._decoder is not None and not self._decoder.is_complete():
            raise TransportError(f"the response breaks off: its {self._coding} content is not complete")
        return bytes(self._content)


def open_body(coding: str, limit: int | None) -> Body:
    """Return an empty body for a `Content-Encoding`; one that is not known, or a list, leaves it as it comes."""
    return Body(coding.strip().lower(), limit)


def _decoder(coding: str) -> _Decoder | None:
    match coding:
        case "gzip":
            return _Gzip()
        case "deflate":
            return _Deflate()
        case "br":
            return _Brotli()
    return None


def _broken(coding: str, error: Exception) -> TransportError:
    return TransportError(f"the response cannot be decoded: its content is not {coding} ({error})")


class _Zlib:
    """zlib with a window that a subclass chooses at the first byte."""

    coding = ""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def _window(self, first: int) -> int:
        raise NotImplementedError

    def decode(self, data: bytes, body: Body) -> None:
        while data:
            if self._stream is None:
                self._stream = zlib.decompressobj(self._window(data[0]))
            try:
                body.append(self._stream.decompress(data, _PIECE))
            except zlib.error as error:
                raise _broken(self.coding, error) from error
            data = self._rest(self._stream)

    def _rest(self, stream: "zlib._Decompress") -> bytes:
        return b"" if stream.eof else stream.unconsumed_tail

    def is_complete(self) -> bool:
        return self._stream is not None and self._stream.eof


class _Gzip(_Zlib):
    coding = "gzip"

    def _window(self, first: int) -> int:  # noqa: ARG002
        return _GZIP

    def _rest(self, stream: "zlib._Decompress") -> bytes:
        if not stream.eof:
            return stream.unconsumed_tail
        # A file of gzip may have several members; what follows and is none, is padding (RFC 1952 section 2.2).
        rest = stream.unused_data
        if not rest.startswith(_MAGIC):
            return b""
        self._stream = None
        return rest


class _Deflate(_Zlib):
    coding = "deflate"

    def _window(self, first: int) -> int:
        # Old servers leave out zlib's frame (RFC 1950); the method in its first byte tells.
        return _ZLIB if first & 0x0F == 0x08 else _RAW


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()
        self._error = brotli.error

    def decode(self, data: bytes, body: Body) -> None:
        try:
            body.append(self._stream.process(data, output_buffer_limit=_PIECE))
            while not self._stream.can_accept_more_data():
                body.append(self._stream.process(b"", output_buffer_limit=_PIECE))
        except self._error as error:
            raise _broken("br", error) from error

    def is_complete(self) -> bool:
        return bool(self._stream.is_finished())
