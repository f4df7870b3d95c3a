"""Taking the markup off a page: HTML in full, and what Markdown and damaged text carry.

A scanner of our own: it must keep where each character stood, leave `<<name>>` alone, and take time in proportion to
the page whatever that holds.
"""

import re
from enum import Enum
from html import unescape

from pcc.claims.prose import Prose, ProseBuilder

__all__ = ["PageFormat", "detect_format", "read_prose"]


class PageFormat(Enum):
    """How a page is written. Text and Markdown are read alike: published text is Markdown that lost some of it."""

    AUTO = "auto"
    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


_EXTENSIONS = {"html": PageFormat.HTML, "htm": PageFormat.HTML, "xhtml": PageFormat.HTML}
_EXTENSIONS |= {"md": PageFormat.MARKDOWN, "markdown": PageFormat.MARKDOWN, "mdx": PageFormat.MARKDOWN}
_EXTENSIONS |= {"txt": PageFormat.TEXT}
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|body|main|article|div|p|ol|ul|h[1-6])\b", re.IGNORECASE)

_COMMON = r"""
  (?P<variable><<[ \t]*[\w$][\w.$-]*[ \t]*>>)
| (?P<comment><!--)
| (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)
| (?P<invisible>[\u00ad\u200b-\u200d\u2060\ufeff]+)
"""
_HTML = re.compile(_COMMON + r"| (?P<tag></?[a-zA-Z][^<>]*>|<[!?][^<>]*>) | (?P<space>[ \t\r\n\f]+)", re.VERBOSE)
_NAMES = (
    "a|abbr|b|br|code|dd|div|dl|dt|em|h[1-6]|i|kbd|li|ol|p|pre|samp|script|span|strong|style|sub|sup|table|tbody|td"
)
_NAMES += "|th|thead|tr|tt|u|ul|var"
_TEXT = re.compile(
    _COMMON
    + rf"""
| (?P<tag></?(?i:{_NAMES})(?=[\s/>])[^<>]*>)
| (?P<fence>^[ \t]*(?:```|~~~)[^\n]*$)
| \\(?P<escaped>[!-/:-@\[-`{{-~])
| (?P<bullet>^[ \t]*[*_][ \t])
| (?P<mark>\*+|`+|(?<![\w{{<])_+(?=[^\W_])|(?<=[^\W_])_+(?![\w}}>]))
| !?\[(?P<link>[^\[\]\n]{{1,500}})\]\([^()\s]{{0,2000}}(?:[ ]"[^"\n]{{0,300}}")?\)
| <(?P<address>https?://[^<>\s]{{1,2000}})>
""",
    re.VERBOSE | re.MULTILINE,
)
_DROPPED = ("script", "style", "template")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figure", "footer", "form"),
    *("header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "thead", "tr", "ul"),
}


def detect_format(page: str, name: str = "") -> PageFormat:
    """Return how a page is written, by the extension of its file, or else by how it begins."""
    known = _EXTENSIONS.get(name.rpartition(".")[2].lower())
    if known:
        return known
    return PageFormat.HTML if _LOOKS_LIKE_HTML.match(page) else PageFormat.TEXT


def read_prose(page: str, kind: PageFormat) -> Prose:
    """Return the text of a page without its markup. Never raises, whatever the page holds."""
    # The length stays, and so do the places.
    lines = page.replace("\r\n", " \n").replace("\r", "\n")
    return _Scanner(lines, html=kind is PageFormat.HTML).read(page)


class _Scanner:
    def __init__(self, page: str, *, html: bool) -> None:
        self._page = page
        self._html = html
        self._pattern = _HTML if html else _TEXT
        self._out = ProseBuilder(page)
        # The number of the next item of each list that is open; None for a list without numbers.
        self._lists: list[int | None] = []
        self._preformatted = 0

    def read(self, page: str) -> Prose:
        self._scan(0, len(self._page))
        return self._out.finish(page)

    def _scan(self, start: int, end: int) -> None:
        while start < end:
            found = self._pattern.search(self._page, start, end)
            if found is None:
                break
            self._out.copy(start, found.start())
            start = self._take(found, end)
        self._out.copy(start, end)

    def _take(self, found: re.Match[str], end: int) -> int:
        """Add what a piece of markup stands for; return where the text goes on."""
        match found.lastgroup:
            case "variable" | "bullet":
                self._out.copy(*found.span())
            case "entity":
                self._out.put(unescape(found[0]), found.start())
            case "escaped":
                self._out.copy(*found.span("escaped"))
            case "link":
                self._scan(*found.span("link"))
            case "address":
                self._out.copy(*found.span("address"))
            case "space":
                self._take_space(found)
            case "comment":
                return self._after("-->", found.end(), end)
            case "tag":
                return self._take_tag(found, end)
        return found.end()

    def _take_space(self, found: re.Match[str]) -> None:
        if self._preformatted:
            self._out.copy(*found.span())
        else:
            self._out.put(" ", found.start())

    def _after(self, text: str, start: int, end: int) -> int:
        # What is never closed goes on to the end, as in a browser.
        at = self._page.find(text, start, end)
        return end if at < 0 else at + len(text)

    def _after_element(self, name: str, start: int, end: int) -> int:
        closed = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(self._page, start, end)
        return closed.end() if closed else end

    def _take_tag(self, found: re.Match[str], end: int) -> int:
        closing = found[0].startswith("</")
        name = re.split(r"[\s/>]", found[0].lstrip("</"), maxsplit=1)[0].lower()
        if name in _DROPPED and not closing:
            return self._after_element(name, found.end(), end)
        self._take_list(name, found, closing=closing)
        if name == "pre":
            self._preformatted = max(0, self._preformatted + (-1 if closing else 1))
        if name in ("td", "th") and not closing:
            self._out.put(" | ", found.start())
        elif name in _BLOCKS:
            self._out.put("\n", found.start())
        if name in _HEADINGS and not closing:
            self._out.put("# ", found.start())
        if name == "li" and not closing:
            self._out.put(self._next_item(found[0]), found.start())
        return found.end()

    def _take_list(self, name: str, found: re.Match[str], *, closing: bool) -> None:
        if name not in ("ol", "ul"):
            return
        if closing:
            del self._lists[-1:]
        else:
            self._lists.append(_attribute(found[0], "start", 1) if name == "ol" else None)

    def _next_item(self, tag: str) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        number = _attribute(tag, "value", number)
        self._lists[-1] = number + 1
        return f"{number}. "


def _attribute(tag: str, name: str, otherwise: int) -> int:
    found = re.search(rf"\s{name}\s*=\s*[\"']?(\d{{1,4}})\b", tag, re.IGNORECASE)
    return int(found[1]) if found else otherwise
