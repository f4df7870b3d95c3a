"""Normalise: from the model to records. Ids, forms of writing, layout and step numbers are gone afterwards."""

from pcc.changes.normalise.collections import normalise_collection
from pcc.changes.normalise.variables import normalise_environment

__all__ = ["normalise_collection", "normalise_environment"]
