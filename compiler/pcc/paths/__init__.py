"""JSONPath (RFC 9535) with one meaning and two engines: Python closures for a replay, JavaScript for a script.

A path is checked when it is written: it must be valid RFC 9535, and jsonpath-ng must read the same query out of it.
Everything else is a `PathError` that says what to write instead. Importing this package, and compiling a plain path
such as `$.a.b`, imports neither jsonpath-ng nor jsonpath-rfc9535.
"""

from pcc.paths.path import Path, PathScript, compile_path
from pcc.paths.values import MISSING

__all__ = ["MISSING", "Path", "PathScript", "compile_path"]
