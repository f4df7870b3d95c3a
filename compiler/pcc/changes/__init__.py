"""What a reader would notice between two versions of a collection: normalise, compare, classify, render.

Everything here is a function of its arguments: no file is read, nothing is printed.
"""

from pcc.changes.change import Change, Severity
from pcc.changes.classify import classify
from pcc.changes.compare import Compared, Difference, Surroundings, compare_collections, compare_environments, survey
from pcc.changes.kinds import KINDS, Kind
from pcc.changes.render import RENDERERS

__all__ = [
    "KINDS",
    "RENDERERS",
    "Change",
    "Compared",
    "Difference",
    "Kind",
    "Severity",
    "Surroundings",
    "classify",
    "compare_collections",
    "compare_environments",
    "survey",
]
