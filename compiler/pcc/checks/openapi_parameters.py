"""Parameters and credentials of a request against its operation in an OpenAPI description."""

from collections.abc import Iterable, Iterator

from pcc.checks.openapi_address import render_known
from pcc.checks.openapi_rules import INVALID_PARAMETER, MISSING_CREDENTIALS, MISSING_PARAMETER, UNKNOWN_PARAMETER
from pcc.checks.openapi_target import Target
from pcc.checks.openapi_values import find_text_violation
from pcc.diagnostics import Diagnostic, nearest
from pcc.model.request import ApiKeyAuth, NoAuth
from pcc.openapi import Parameter, Scheme
from pcc.openapi.validate import UNKNOWN

__all__ = ["check_parameters"]

# What Postman and Newman add by themselves, and what the jar brings.
_AUTOMATIC = frozenset(
    {
        "accept-encoding",
        "cache-control",
        "connection",
        "content-length",
        "cookie",
        "host",
        "postman-token",
        "user-agent",
    }
)
# Credentials that a request carries without `auth` and without a header that can be seen.
_ELSEWHERE = frozenset({"", "mutualTLS"})


def check_parameters(target: Target) -> Iterator[Diagnostic]:
    """Find required parameters that are not sent, values that the description refuses, and unknown query parameters."""
    yield from _check_path(target)
    query = _query(target)
    yield from _check_query(target, query)
    yield from _check_headers(target)
    yield from _check_cookies(target)
    yield from _check_credentials(target, query)


def _parameters(target: Target, place: str) -> Iterator[Parameter]:
    return (parameter for parameter in target.operation.parameters if parameter.place == place)


def _check_path(target: Target) -> Iterator[Diagnostic]:
    url = target.step.item.request.url
    named = {variable.key for variable in url.variables if variable.value}
    for segment in "".join(part if isinstance(part, str) else "" for part in url.base.parts).split("/"):
        name = segment[1:].partition(".")[0] if segment.startswith(":") else ""
        if name and name not in named:
            yield MISSING_PARAMETER.found(
                f"the path variable {name!r} has no value, so `:{name}` is sent as it is",
                target.place("request", "url"),
                marked=(segment,),
                advice="give it a value, such as a variable that an earlier step captures",
            )
    for parameter in _parameters(target, "path"):
        value = target.path_values.get(parameter.name)
        if value is not None and parameter.style == "simple":
            yield from _invalid(target, parameter, [value], ("request", "url"))


def _query(target: Target) -> dict[str, list[tuple[int, str]]]:
    """The query that is sent: each name with its values and their places."""
    found: dict[str, list[tuple[int, str]]] = {}
    for index, param in enumerate(target.step.item.request.url.query):
        if not param.disabled and param.key:
            value = render_known(param.value, target.values)
            found.setdefault(render_known(param.key, target.values), []).append((index, value))
    return found


def _is_described(name: str, parameter: Parameter, target: Target) -> bool:
    """Whether a name of the query belongs to a parameter: by name, as `name[key]`, or as a member of an object."""
    if name in {parameter.name, parameter.name.removesuffix("[]"), f"{parameter.name}[]"}:
        return True
    if name.startswith(f"{parameter.name}["):
        return True
    if parameter.style != "form" or not parameter.explode or parameter.schema is None:
        return False
    shape = target.specification.shape(parameter.schema)
    return bool(shape.names()) and not shape.member(name).absent


def _check_query(target: Target, query: dict[str, list[tuple[int, str]]]) -> Iterator[Diagnostic]:
    parameters = list(_parameters(target, "query"))
    for parameter in parameters:
        sent = [name for name in query if _is_described(name, parameter, target)]
        if parameter.required and not sent and not _may_be_sent(target, parameter, query):
            yield _missing(target, parameter, ("request", "url"))
        elif parameter.name in query:
            values = query[parameter.name]
            keys = ("request", "url", "query", values[0][0])
            yield from _invalid(target, parameter, [value for _, value in values], keys)
    key_names = {scheme.key for scheme in _schemes(target) if scheme.type == "apiKey" and scheme.place == "query"}
    for name, places in query.items():
        if UNKNOWN in name or name in key_names or any(_is_described(name, each, target) for each in parameters):
            continue
        similar = nearest(name, [each.name for each in parameters])
        yield UNKNOWN_PARAMETER.found(
            f"{target.name} has no query parameter {name!r}",
            target.place("request", "url", "query", places[0][0]),
            marked=(f'"{name}"', name),
            advice=f"did you mean {similar!r}?" if similar else "remove it, or describe it",
        )


def _adds_key(target: Target, parameter: Parameter) -> bool:
    """Whether the credentials bring the parameter, or a script may."""
    match target.step.auth:
        case ApiKeyAuth(key, _, in_query) if in_query == (parameter.place == "query"):
            if render_known(key, target.values).lower() == parameter.name.lower():
                return True
    return target.changed_by_script


def _check_headers(target: Target) -> Iterator[Diagnostic]:
    headers: dict[str, list[tuple[int, str]]] = {}
    for index, header in enumerate(target.step.item.request.headers):
        if not header.disabled:
            name = render_known(header.key, target.values).lower()
            headers.setdefault(name, []).append((index, render_known(header.value, target.values)))
    for parameter in _parameters(target, "header"):
        name = parameter.name.lower()
        if name in headers:
            index, value = headers[name][-1]
            yield from _invalid(target, parameter, [value], ("request", "header", index))
        elif parameter.required and name not in _AUTOMATIC and not _may_be_sent(target, parameter, headers):
            yield _missing(target, parameter, ("request",))


def _may_be_sent(target: Target, parameter: Parameter, names: Iterable[str]) -> bool:
    return any(UNKNOWN in name for name in names) or _adds_key(target, parameter)


def _check_cookies(target: Target) -> Iterator[Diagnostic]:
    settings = target.step.item.settings
    without_jar = settings is not None and settings.disable_cookies is True
    if target.changed_by_script or not (target.step.index == 0 or without_jar):
        # An earlier response may have set it.
        return
    sent = "; ".join(
        render_known(header.value, target.values)
        for header in target.step.item.request.headers
        if not header.disabled and render_known(header.key, target.values).lower() == "cookie"
    )
    names = {piece.partition("=")[0].strip() for piece in sent.split(";")}
    for parameter in _parameters(target, "cookie"):
        if parameter.required and parameter.name not in names and UNKNOWN not in sent:
            yield _missing(target, parameter, ("request",))


def _missing(target: Target, parameter: Parameter, keys: tuple[str, ...]) -> Diagnostic:
    kinds = {"query": "query parameter", "header": "header", "cookie": "cookie"}
    return MISSING_PARAMETER.found(
        f"{target.name} needs the {kinds[parameter.place]} {parameter.name!r}, which is not sent",
        target.place(*keys),
        advice=f"add {parameter.name!r}",
    )


def _invalid(
    target: Target, parameter: Parameter, values: list[str], keys: tuple[str | int, ...]
) -> Iterator[Diagnostic]:
    if parameter.style not in {"form", "simple", "spaceDelimited", "pipeDelimited"} or values == [""]:
        return
    found = find_text_violation(target.specification.schemas, parameter.schema, values, parameter.style)
    if found is not None:
        yield INVALID_PARAMETER.found(
            f"{target.name} refuses this value of the {parameter.place} parameter {parameter.name!r}: {found.message}",
            target.place(*keys),
            marked=(f'"{parameter.name}"', parameter.name),
            advice="send a value that the description allows",
        )


def _schemes(target: Target) -> Iterator[Scheme]:
    return (scheme for alternative in target.operation.security for scheme in alternative)


def _check_credentials(target: Target, query: dict[str, list[tuple[int, str]]]) -> Iterator[Diagnostic]:
    if not target.operation.security or target.changed_by_script or UNKNOWN in "".join(query):
        return
    auth = target.step.auth
    if auth is not None and not isinstance(auth, NoAuth):
        return
    headers = {
        render_known(header.key, target.values).lower()
        for header in target.step.item.request.headers
        if not header.disabled
    }
    if "authorization" in headers or UNKNOWN in "".join(headers):
        return
    if any(all(_is_sent(scheme, headers, query) for scheme in schemes) for schemes in target.operation.security):
        return
    names = " or ".join(" and ".join(scheme.name for scheme in schemes) for schemes in target.operation.security)
    yield MISSING_CREDENTIALS.found(
        f"{target.name} needs credentials ({names}), and the request sends none",
        target.place("request"),
        advice="give the step, its folder or the collection an auth",
    )


def _is_sent(scheme: Scheme, headers: set[str], query: dict[str, list[tuple[int, str]]]) -> bool:
    if scheme.type in _ELSEWHERE or scheme.place == "cookie":
        return True
    if scheme.type != "apiKey":
        return False
    return scheme.key.lower() in headers if scheme.place == "header" else scheme.key in query
