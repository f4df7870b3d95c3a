"""Regular expressions that Python and JavaScript read alike: `new RegExp(text, "u")` is the meaning.

What one of the two reads in another way, or not at all, is a `PatternError` that says what to write instead.
"""

import re
from functools import lru_cache

from pcc.errors import PatternError

__all__ = ["compile_pattern"]


@lru_cache(maxsize=1024)
def compile_pattern(text: str) -> re.Pattern[str]:
    """Return the Python pattern whose `search` finds what `new RegExp(text, "u").exec` finds: match and groups.

    A group that took no part is None here and `undefined` there. Raises `PatternError` with the column and what to
    write instead. The `pattern` attribute is the translation, not `text`.
    """
    # Most scripts hold no pattern.
    from pcc.patterns.translate import translate

    translation = translate(text)
    try:
        return re.compile(translation, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(text, f"Python cannot compile it ({error}): write a simpler pattern") from error
