"""A script and its syntax tree: the text of a node, and where it stands in characters."""

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pcc.syntax import parse_javascript

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["Source"]

# Half of a surrogate pair is no UTF-8, and a NUL ends the script for the parser: V8 takes both within texts.
_NOT_PARSED = re.compile("[\0\ud800-\udfff]")
_LONGEST = 200


class Source:
    """A script with its tree. Lines and columns count from 0, columns in characters."""

    def __init__(self, text: str) -> None:
        self.text = _NOT_PARSED.sub("\ufffd", text)
        self._bytes = self.text.encode()
        self.root = parse_javascript(self.text)
        self._lines = None if len(self._bytes) == len(self.text) else self._bytes.split(b"\n")
        self._continued: dict[int, list[int]] = {}

    def place(self, node: "Node") -> tuple[int, int]:
        """Return line and column of the first character of a node."""
        row, column = node.start_point
        return row, column if self._lines is None else column - self._continued_before(row, column)

    def _continued_before(self, row: int, column: int) -> int:
        """How many bytes of a line continue a character: looked for once a line, as lines may be very long."""
        if row not in self._continued and self._lines is not None:
            self._continued[row] = [at for at, byte in enumerate(self._lines[row]) if byte & 0xC0 == 0x80]
        return bisect_left(self._continued[row], column)

    def slice(self, node: "Node") -> str:
        """Return the source of a node."""
        return self._bytes[node.start_byte : node.end_byte].decode()

    def text_of(self, node: "Node | None") -> str:
        """Return the source of a node, empty when there is none."""
        return "" if node is None else self.slice(node)

    def shown(self, node: "Node", until: "Node | None" = None) -> str:
        """Return the source of a node, up to the end of `until`: its first line, shortened where it is very long."""
        end = min((until or node).end_byte, node.start_byte + 4 * _LONGEST)
        line = self._bytes[node.start_byte : end].decode("utf-8", "ignore").partition("\n")[0]
        return line.rstrip("\r")[:_LONGEST]

    def line_of(self, node: "Node") -> str:
        """Return the line on which a node begins."""
        start = self._bytes.rfind(b"\n", 0, node.start_byte) + 1
        end = self._bytes.find(b"\n", node.start_byte)
        return self._bytes[start : end if end >= 0 else len(self._bytes)].decode()
