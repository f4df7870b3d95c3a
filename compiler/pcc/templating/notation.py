"""Postman's notation of a reference: `{{name}}`."""

import re

from pcc.model.template import EMPTY, Part, Reference, Template

__all__ = ["TOKEN", "parse_postman", "render_postman"]

# Postman's own token (postman-collection, Substitutor.REGEX_EXTRACT_VARS).
TOKEN = re.compile(r"\{\{([^{}]*)\}\}")


def parse_postman(text: str) -> Template:
    """Read text in Postman's notation; `<<x>>` is text here, as it is in Postman."""
    if "{{" not in text:
        return Template((text,)) if text else EMPTY
    parts: list[Part] = []
    end = 0
    for match in TOKEN.finditer(text):
        parts += (text[end : match.start()], Reference(match[1]))
        end = match.end()
    return Template.of(*parts, text[end:])


def render_postman(template: Template) -> str:
    """Write a template in Postman's notation."""
    parts = template.parts
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    return "".join([part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in parts])
