"""Iteration data: a file of rows, one for each iteration (reference newman.md, 2.7)."""

from pcc.runner.data.rows import Row, read_rows

__all__ = ["Row", "read_rows"]
