"""The walk over a script's syntax tree."""

from pcc.javascript.walking.flow import is_full_array
from pcc.javascript.walking.walk import walk_script
from pcc.javascript.walking.walked import Walk

__all__ = ["Walk", "is_full_array", "walk_script"]
