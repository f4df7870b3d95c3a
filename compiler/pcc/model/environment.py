"""Environments: named values that a run starts with."""

from dataclasses import dataclass

from pcc.model.collection import Variable
from pcc.model.node import Node

__all__ = ["Environment"]


@dataclass(frozen=True, slots=True)
class Environment(Node):
    """An environment file. `globals_scope` marks a file of globals, which has the same shape."""

    name: str
    variables: tuple[Variable, ...]
    id: str = ""
    globals_scope: bool = False
