"""Writing what the scopes of a run hold in the end: as files that the next run, or Postman, can read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pcc.model.collection import Collection, Variable
from pcc.model.environment import Environment
from pcc.model.json import JsonValue
from pcc.model.result import RunResult
from pcc.model.template import Template
from pcc.runner.cookies import CookieJar
from pcc.templating import parse_postman, render_postman
from pcc.values import same

__all__ = ["Exports", "write_exports"]


@dataclass(frozen=True, slots=True)
class Exports:
    """Where to write the scopes and the cookies of a run to. All are optional; secrets are in the clear there."""

    environment: Path | None = None
    globals: Path | None = None
    collection: Path | None = None
    cookie_jar: Path | None = None

    def __bool__(self) -> bool:
        return any((self.environment, self.globals, self.collection, self.cookie_jar))


def write_exports(
    exports: Exports,
    result: RunResult,
    *,
    collection: Collection,
    environment: Environment | None,
    global_variables: Environment,
    jar: CookieJar,
) -> None:
    """Write the final variables into what the run began with, and the cookies; a failed run's too. Raises RunError."""
    from pcc.postman import write_collection, write_environment
    from pcc.runner.cookie_files import write_cookie_jar

    if exports.environment:
        began = environment or Environment("Environment", ())
        _write(exports.environment, write_environment(_ended(began, result.environment)))
    if exports.globals:
        began = replace(global_variables, globals_scope=True)
        _write(exports.globals, write_environment(_ended(began, result.globals)))
    if exports.collection:
        variables = tuple(_follow(collection.variables, result.collection_variables))
        _write(exports.collection, write_collection(replace(collection, variables=variables)))
    if exports.cookie_jar:
        _write(exports.cookie_jar, write_cookie_jar(jar))


def _write(path: Path, text: str) -> None:
    from pcc.emit import OutputFile, write_files

    write_files([OutputFile(path.name, text)], path.parent)


def _ended(scope: Environment, values: Mapping[str, JsonValue]) -> Environment:
    return replace(scope, variables=tuple(_follow(scope.variables, values)))


def _follow(variables: Sequence[Variable], values: Mapping[str, JsonValue]) -> Iterator[Variable]:
    """The variables with their final values: in their order, new ones last. Of equal names the last is the one."""
    own = {variable.key: variable for variable in variables if not variable.disabled}
    for variable in variables:
        if variable is own.get(variable.key) and variable.key in values:
            yield _with_value(variable, values[variable.key])
        elif variable.disabled or variable.key in values:
            yield variable
    yield from (Variable(key, _stored(value)) for key, value in values.items() if key not in own)


def _with_value(variable: Variable, value: JsonValue) -> Variable:
    before = render_postman(variable.value) if isinstance(variable.value, Template) else variable.value
    return variable if same(before, value) else replace(variable, value=_stored(value))


def _stored(value: JsonValue) -> Template | JsonValue:
    return parse_postman(value) if isinstance(value, str) else value
