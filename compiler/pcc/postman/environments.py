"""Files of environments and of globals."""

from typing import Any

from pcc.errors import FormatError
from pcc.model.environment import Environment
from pcc.model.json import JsonObject
from pcc.postman.document.guard import At, get_text, read_object, refuse
from pcc.postman.document.merge import ABSENT, Fields, many, write_node
from pcc.postman.document.text import write_json
from pcc.postman.formats import read_document, unwrap
from pcc.postman.variables import read_variables, write_environment_variable

__all__ = ["read_environment", "write_environment"]


def read_environment(text: str, *, file: str = "", only_to_run: bool = False) -> Environment:
    """Read an environment, or globals. What is read `only_to_run` may be wrapped as the Postman API answers.

    Raises FormatError, with a JSON pointer, for what is not such a file.
    """
    try:
        document = read_document(text)
        value, at = unwrap(document, "environment") if only_to_run else (document, ())
        return _read_root(_check(value, at), at)
    except FormatError as error:
        raise error.in_file(file) from None


def _check(value: Any, at: At) -> JsonObject:
    root = read_object(value, at, "an environment")
    if "values" not in root and isinstance(root.get("environment"), dict):
        message = "this environment is wrapped as the Postman API does; save the value of `environment` alone"
        raise FormatError(message)
    if "values" not in root and "info" in root:
        raise FormatError("this is a collection, not an environment")
    if not isinstance(root.get("values"), list):
        raise refuse(root.get("values"), (*at, "values"), "a list of variables")
    return root


def _read_root(root: JsonObject, at: At = ()) -> Environment:
    return Environment(
        get_text(root, "name", at),
        read_variables(root.get("values"), (*at, "values")),
        get_text(root, "id", at),
        get_text(root, "_postman_variable_scope", at) == "globals",
        document=root,
    )


def write_environment(environment: Environment) -> str:
    """Write an environment, or globals, as the app does but without time stamps. Raises SourceError."""
    return write_json(write_node(environment, _read_root, _fields))


def _fields(environment: Environment) -> Fields:
    return {
        "id": environment.id or ABSENT,
        "name": environment.name,
        "values": many(environment.variables, read_variables, write_environment_variable, always=True),
        "_postman_variable_scope": "globals" if environment.globals_scope else "environment",
    }
