"""Small collections with scripts of other people, each about one behaviour."""

from dataclasses import replace

from fidelity.foreign import (
    asynchronous,
    console,
    cookies,
    flow,
    legacy,
    libraries,
    requests,
    responses,
    sending,
    variables,
)
from fidelity.foreign.answers import REPLIES
from fidelity.scripted import Case

__all__ = ["CASES"]

CASES: dict[str, Case] = {
    f"{area.__name__.rpartition('.')[2]}: {name}": replace(case, replies={**REPLIES, **case.replies})
    for area in (variables, flow, requests, responses, sending, legacy, libraries, asynchronous, console, cookies)
    for name, case in area.CASES.items()
}
