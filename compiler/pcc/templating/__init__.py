"""Text with variables in Postman's notation, its resolution, and the template files of pcc itself."""

from pcc.templating.files import read_template
from pcc.templating.notation import parse_postman, render_postman
from pcc.templating.resolve import MISSING, Lookup, resolve_text

__all__ = ["MISSING", "Lookup", "parse_postman", "read_template", "render_postman", "resolve_text"]
