"""Compare: two records in, differences out. What a difference means to a reader is not said here."""

from pcc.changes.compare.collections import Compared, compare_collections
from pcc.changes.compare.difference import Difference
from pcc.changes.compare.environments import compare_environments
from pcc.changes.compare.surroundings import survey
from pcc.changes.compare.variables import Surroundings

__all__ = ["Compared", "Difference", "Surroundings", "compare_collections", "compare_environments", "survey"]
