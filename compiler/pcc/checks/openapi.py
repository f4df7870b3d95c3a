"""The check against an OpenAPI description: every request is one that it has, sent and answered as it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pcc.checks.flow import FlowStep, flow_of
from pcc.checks.openapi_address import Address, known_values, read_address
from pcc.checks.openapi_answers import check_answer
from pcc.checks.openapi_bodies import check_body
from pcc.checks.openapi_parameters import check_parameters
from pcc.checks.openapi_rules import DEPRECATED_OPERATION, OUTSIDE_DESCRIPTION, UNKNOWN_OPERATION
from pcc.checks.openapi_target import Target
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, nearest
from pcc.model.template import Template
from pcc.openapi import Operation, Specification
from pcc.openapi.routes import Match
from pcc.openapi.validate import UNKNOWN
from pcc.templating import render_postman

__all__ = ["check_openapi"]

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "0.0.0.0")


@dataclass(frozen=True, slots=True)
class _Call:
    """A step, where it goes, and the paths that it may mean. `served`: a server of the description is surely there."""

    step: FlowStep
    address: Address
    matches: tuple[Match[Operation], ...]
    served: bool

    @property
    def operation(self) -> Match[Operation] | None:
        """The likeliest path that has the method."""
        return next((match for match in self.matches if match.sure and self.method in match.route.operations), None)

    @property
    def method(self) -> str:
        """The method in capitals."""
        return self.step.item.request.method.upper()


def check_openapi(subject: Subject, specification: Specification) -> Iterator[Diagnostic]:
    """Find requests that a description has not got, and where it says otherwise of them. Nothing is sent or raised.

    What depends on a value that only a run brings is never a finding. A request to a server that the description does
    not name is out of its scope: one note tells how many there are.
    """
    values = known_values(subject)
    calls = [_read_call(step, specification, values) for step in flow_of(subject).steps]
    groups = _described_groups(calls, specification)
    outside: list[_Call] = []
    for call in calls:
        if call.served or call.address.group in groups:
            yield from _check_call(call, specification, values)
        else:
            outside.append(call)
    if outside:
        yield _outside(subject, specification, outside, len(calls))


def _read_call(step: FlowStep, specification: Specification, values: Mapping[str, Template]) -> _Call:
    address = read_address(step.item.request.url, values)
    served = UNKNOWN not in address.authority and specification.table.serves(address.authority)
    matches = (
        tuple(specification.find_matches(address.authority, address.path)) if _may_serve(address, specification) else ()
    )
    return _Call(step, address, matches, served)


def _may_serve(address: Address, specification: Specification) -> bool:
    """Whether a server of the description may be there: it says so, or says nothing of hosts, or the host is not known.

    The author's own machine may stand for any of its servers.
    """
    authority = address.authority
    relative = any(not server.authority for server in specification.servers)
    name = authority.rpartition(":")[0] or authority
    local = name in _LOOPBACK or authority in _LOOPBACK or name.endswith(".localhost")
    return relative or local or not authority.strip(UNKNOWN) or specification.table.serves(authority)


def _described_groups(calls: list[_Call], specification: Specification) -> set[str]:
    """The servers, by name, that are taken for those of the description although it does not name them.

    They are those that have one of its paths; when no request has any, all of them: then the paths are wrong.
    """
    candidates = [call for call in calls if not call.served and _may_serve(call.address, specification)]
    found = {call.address.group for call in candidates if call.operation is not None and 0 in call.operation.rank}
    if found or any(call.served for call in calls):
        return found
    return {call.address.group for call in candidates}


def _check_call(call: _Call, specification: Specification, values: Mapping[str, Template]) -> Iterator[Diagnostic]:
    match = call.operation
    if match is None:
        yield from _unknown(call, specification, values)
        return
    operation = match.route.operations[call.method]
    target = Target(call.step, specification, operation, match.values, values)
    if not target.is_refused:
        yield from check_parameters(target)
        yield from check_body(target)
    yield from check_answer(target)
    if operation.deprecated:
        yield DEPRECATED_OPERATION.found(
            f"{target.name} is deprecated", target.place("request", "url"), advice="use what took its place"
        )


def _unknown(call: _Call, specification: Specification, values: Mapping[str, Template]) -> Iterator[Diagnostic]:
    request = call.step.item.request
    operation = Operation(call.method, "")
    target = Target(call.step, specification, operation, {}, values)
    sure = [match for match in call.matches if match.sure]
    possible = any(call.method in match.route.operations for match in call.matches)
    if possible or (not sure and call.matches) or target.is_refused or _is_implied(call):
        return
    url = render_postman(request.url.base)
    if sure:
        methods = list(dict.fromkeys(method for match in sure for method in match.route.operations))
        yield UNKNOWN_OPERATION.found(
            f"{sure[0].route.path} has no {call.method} in {specification.file}",
            target.place("request", "method"),
            marked=(f".{call.method.lower()}(", call.method),
            advice=f"it has {', '.join(methods)}",
        )
        return
    yield UNKNOWN_OPERATION.found(
        f"{specification.file} has no path for {call.method} {url}",
        target.place("request", "url"),
        marked=_url_marks(call),
        advice=_nearest_path(call, specification),
    )


def _is_implied(call: _Call) -> bool:
    """Whether servers answer a method without being told to (RFC 9110 sections 9.3.2 and 9.3.7)."""
    return call.method == "OPTIONS" or (
        call.method == "HEAD" and any("GET" in match.route.operations for match in call.matches)
    )


def _url_marks(call: _Call) -> tuple[str, ...]:
    literals = [part for part in call.step.item.request.url.base.parts if isinstance(part, str)]
    return tuple(sorted((text for text in literals if text.strip("/")), key=len, reverse=True))


def _nearest_path(call: _Call, specification: Specification) -> str:
    """The path that looks most like the one that is asked for, parameters aside."""
    shapes = {_shape(path): path for path in specification.table.paths()}
    wanted = _shape(call.address.path)
    similar = nearest(wanted, list(shapes)) or nearest(
        wanted.partition("/v")[2].partition("/")[2] or wanted, list(shapes)
    )
    if similar:
        return f"did you mean {shapes[similar]}?"
    return "correct the address, or describe the path"


def _shape(path: str) -> str:
    return "/".join("{}" if "{" in piece or UNKNOWN in piece else piece for piece in path.split("/"))


def _outside(subject: Subject, specification: Specification, calls: list[_Call], total: int) -> Diagnostic:
    groups = list(dict.fromkeys(_shown_group(call.address) for call in calls))
    return OUTSIDE_DESCRIPTION.found(
        f"{len(calls)} of {total} requests go to servers that {specification.file} does not describe: "
        f"{', '.join(groups[:5])}{', …' if len(groups) > 5 else ''}",
        subject.place,
        advice="they were not held against it",
    )


def _shown_group(address: Address) -> str:
    name = address.group.replace(UNKNOWN, "…")
    return f"{{{{{name}}}}}" if address.authority != address.group else name or "no host"
