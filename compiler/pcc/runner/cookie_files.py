"""Cookie jars as files: the JSON of tough-cookie, as Newman's `--cookie-jar` and `--export-cookie-jar` have it."""

import json

from pcc.errors import FormatError
from pcc.model.ports import Clock
from pcc.runner.cookies import CookieJar

__all__ = ["read_cookie_jar", "write_cookie_jar"]

# What Newman's own jar says of itself; tough-cookie takes these settings over.
_HEAD = {
    "version": "tough-cookie@4.1.3",
    "storeType": "MemoryCookieStore",
    "rejectPublicSuffixes": False,
    "enableLooseMode": True,
    "allowSpecialUseDomain": True,
    "prefixSecurity": "silent",
}


def read_cookie_jar(text: str, clock: Clock, *, file: str = "") -> CookieJar:
    """Read a jar. Raises FormatError naming the cookie that cannot be read."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise FormatError(f"not JSON: {error}", file=file) from error
    cookies = document.get("cookies") if isinstance(document, dict) else None
    if not isinstance(cookies, list):
        raise FormatError("expected an object with a list of `cookies`", file=file)
    jar = CookieJar(clock)
    for index, cookie in enumerate(cookies):
        try:
            jar.put_cookie(cookie if isinstance(cookie, dict) else {})
        except ValueError as error:
            raise FormatError(str(error), file=file, pointer=f"/cookies/{index}") from error
    return jar


def write_cookie_jar(jar: CookieJar) -> str:
    """Return the text of a jar. Its values are in the clear, as in Newman's."""
    return json.dumps({**_HEAD, "cookies": jar.all_cookies()}, indent=2, ensure_ascii=False) + "\n"
