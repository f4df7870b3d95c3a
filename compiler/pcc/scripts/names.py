"""Names that every JavaScript object inherits: Postman's lists find them where nothing has them.

`pm.environment.set("toString", …)` throws, `{{hasOwnProperty}}` ends the whole run, `pm.cookies.get("constructor")` is
a function (postman-collection, `PropertyList.one`: a plain object holds the members by name).
"""

from typing import Final

from pcc.errors import SourceError
from pcc.model.template import Template

__all__ = ["check_references", "check_variable", "is_inherited"]

INHERITED: Final = frozenset(
    {
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)


def is_inherited(name: str) -> bool:
    """Say whether a list of Postman's answers for this name although it has no such member."""
    return name in INHERITED


def check_variable(name: str) -> str:
    """Return the name of a variable. Raises SourceError for one that Postman cannot hold."""
    if is_inherited(name):
        raise SourceError(
            f"no variable can be called {name}: every JavaScript object has that name, so Postman fails on it"
        )
    return name


def check_references(template: Template) -> Template:
    """Return the template. Raises SourceError for a reference to a variable that Postman cannot hold."""
    for reference in template.references:
        check_variable(reference.name)
    return template
