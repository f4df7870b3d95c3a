"""Reading a page into its claims."""

from pcc.claims.claim import Claims
from pcc.claims.labels import read_labels, read_sections
from pcc.claims.markup import PageFormat, detect_format, read_prose
from pcc.claims.mentions import find_counts, find_operations, find_references, find_variables
from pcc.claims.requests import find_listed, find_named, find_requested, group_lists

__all__ = ["read_claims"]


def read_claims(page: str, kind: PageFormat = PageFormat.AUTO, *, name: str = "") -> Claims:
    """Read the text of a page. Never raises: what cannot be read claims nothing."""
    prose = read_prose(page, detect_format(page, name) if kind is PageFormat.AUTO else kind)
    text = prose.text
    labels, sections = read_labels(text), read_sections(text)
    requested = find_requested(text, labels, sections)
    listed = find_listed(text, labels, sections, requested)
    if not requested and not listed:
        listed = find_named(text, sections)
    return Claims(
        prose,
        (*group_lists(requested), *group_lists(listed)),
        tuple(find_counts(text)),
        tuple(find_references(text, labels)),
        tuple(find_variables(text)),
        tuple(find_operations(text, sections)),
    )
