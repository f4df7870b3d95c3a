"""Variables of collections and environments."""

from collections.abc import Iterable
from typing import Any

from pcc.changes.concealing import is_secret_name, mask_json, mask_looks, mask_text
from pcc.changes.normalise.values import canonical
from pcc.changes.record import EnvironmentRecord, VariableRecord, Variables
from pcc.model.collection import Variable
from pcc.model.environment import Environment
from pcc.model.template import Template
from pcc.templating import render_postman

__all__ = ["normalise_environment", "normalise_variables", "secret_values"]


def normalise_environment(environment: Environment) -> EnvironmentRecord:
    """Return an environment, or globals, as a record."""
    variables = normalise_variables(environment.variables)
    return EnvironmentRecord(environment.name, variables, secret_values(environment.variables))


def normalise_variables(variables: Iterable[Variable]) -> Variables:
    """Return variables by name; of equal names the last one counts."""
    return {variable.key: _variable(variable) for variable in variables}


def _variable(variable: Variable) -> VariableRecord:
    value = _text(variable.value)
    hidden = variable.secret or is_secret_name(variable.key)
    if isinstance(variable.value, Template):
        shown = mask_text(value) if hidden else mask_looks(value)
    else:
        shown = canonical(mask_json(variable.value, variable.key if hidden else ""))
    return VariableRecord(
        variable.key,
        value,
        shown,
        variable.secret,
        on=not variable.disabled,
        filled=not variable.disabled and value not in ("", "null"),
        description=" ".join(variable.description.split()),
    )


def _text(value: Any) -> str:
    return render_postman(value) if isinstance(value, Template) else canonical(value)


def secret_values(variables: Iterable[Variable]) -> frozenset[str]:
    """Return the literal values of secret variables, which must not be seen anywhere."""
    values = (_text(variable.value) for variable in variables if variable.secret)
    return frozenset(value for value in values if "{{" not in value)
