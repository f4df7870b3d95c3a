"""Postman's files (Collection v2.1.0, environments, globals), both directions: nothing of a file is ever lost.

A node of the model keeps the JSON object it was read from. Writing it puts what changed into that object and leaves
the rest as it was written: unknown keys, older forms, the order of keys, the digits of numbers.
"""

from pcc.postman.collection import read_collection, write_collection
from pcc.postman.environments import read_environment, write_environment

__all__ = ["read_collection", "read_environment", "write_collection", "write_environment"]
