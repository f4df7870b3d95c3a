"""The page of a workflow, in Markdown: its steps with the very methods and paths that the collection sends."""

import re
from collections.abc import Iterator
from typing import Any

from pcc.emit.files import OutputFile
from pcc.model.collection import Collection, Item, Role
from pcc.templating import render_postman
from pcc.templating.jinja import render_template

__all__ = ["emit_page", "page_texts"]


def emit_page(collection: Collection, slug: str) -> OutputFile:
    """Return the page of a workflow."""
    values = {**_values(collection), "collection": f"{slug}.postman_collection.json"}
    return OutputFile(f"{slug}.md", render_template("pages/workflow.md", values))


def page_texts(collection: Collection) -> Iterator[str]:
    """Yield every text of a workflow that its page shows."""
    values = _values(collection)
    yield from (values["title"], values["summary"], *values["prerequisites"])
    for step in values["steps"]:
        yield from step.values()


def _values(collection: Collection) -> dict[str, Any]:
    special = (Role.PREREQUISITES, Role.CLEANUP)
    steps = [item for folders, item in collection.walk() if not any(folder.role in special for folder in folders)]
    return {
        "title": collection.name,
        "summary": collection.doc.summary if collection.doc else "",
        "prerequisites": collection.doc.prerequisites if collection.doc else (),
        "steps": [_step(item) for item in steps],
    }


def _step(item: Item) -> dict[str, str]:
    base = render_postman(item.request.url.base)
    # A reader knows the path; the host stands in the environment.
    path = re.sub(r"^(\{\{[^{}]*\}\}|[a-z]+://[^/]+)(?=/)", "", base)
    return {"title": item.name.partition(": ")[2], "method": item.request.method, "path": path, "does": item.does}
