"""Every key of the format with a value of every other type: read as Postman reads it, or refused with its pointer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.notes_service import NotesService
from cli.shell import run_pcc
from hostile.samples import ENVIRONMENT, Place, dump, everything, paths, put
from pcc.postman.document.guard import pointer

VALUES: dict[str, Any] = {
    "null": None,
    "true": True,
    "number": 7,
    "text": "x",
    "list": [],
    "list of a list": [[1]],
    "object": {},
}
TEXT = {"null", "text"}
SCALAR = {"null", "true", "number", "text"}
FLAG = {"null", "true"}
COUNT = {"null", "number"}
OBJECT = {"null", "object"}
LIST = {"null", "list"}
ANY = set(VALUES)

# What a place takes, by the last keys that lead to it, `*` being any index; the longest that fits counts. What takes
# everything plays no part in a run: it is kept as it is.
TAKES: dict[str, set[str]] = {
    "": set(),
    "*": {"object"},
    "_postman_id": TEXT,
    "name": TEXT,
    "id": TEXT,
    "key": TEXT,
    "schema": TEXT,
    "method": TEXT,
    "description": {"null", "text", "object"},
    "content": TEXT,
    "info": {"object"},
    "item": {"list", "null"},
    "item/*": set(),
    "event": LIST,
    "event/*": set(),
    "event/*/id": ANY,
    "listen": {"text"},
    "disabled": FLAG,
    "script": {"null", "text", "list", "object"},
    "script/id": ANY,
    "script/name": ANY,
    "exec": {"null", "text", "list"},
    "exec/*": TEXT,
    "variable": LIST,
    "variable/*/id": ANY,
    "variable/*/name": ANY,
    "variable/*/value": ANY,
    "item/*/variable": ANY,
    "auth": OBJECT,
    "auth/type": TEXT,
    "bearer": {"null", "list", "object"},
    "basic": {"null", "list", "object"},
    "apikey": {"null", "list", "object"},
    "bearer/*/value": SCALAR,
    "basic/*/value": SCALAR,
    "apikey/*/value": SCALAR,
    "protocolProfileBehavior": OBJECT,
    "maxRedirects": COUNT,
    "requestTimeout": COUNT,
    "request": {"text", "object"},
    "header": {"null", "text", "list"},
    "header/*": {"text", "object"},
    "header/*/key": SCALAR,
    "header/*/value": SCALAR,
    "url": {"null", "text", "object"},
    "protocol": TEXT,
    "user": TEXT,
    "password": TEXT,
    "host": {"null", "text", "list"},
    "host/*": SCALAR,
    "port": {"null", "text", "number"},
    "path": {"null", "text", "list"},
    "path/*": SCALAR,
    "path/*/value": SCALAR,
    "query": {"null", "text", "list", "object"},
    "query/*/key": SCALAR,
    "query/*/value": ANY,
    "hash": TEXT,
    "url/variable/*/value": SCALAR,
    "proxy": OBJECT,
    "proxy/match": ANY,
    "proxy/host": SCALAR,
    "proxy/port": SCALAR,
    "proxy/tunnel": FLAG,
    "certificate": OBJECT,
    "certificate/name": ANY,
    "certificate/matches": ANY,
    "certificate/matches/*": ANY,
    "certificate/key": {"null", "text", "object"},
    "certificate/key/src": SCALAR,
    "certificate/cert": {"null", "text", "object"},
    "certificate/cert/src": SCALAR,
    "certificate/passphrase": SCALAR,
    "body": {"null", "text", "object"},
    "mode": TEXT,
    "body/raw": ANY,
    "options": {"null", "list", "object"},
    "options/raw": {"null", "list", "object"},
    "language": TEXT,
    "urlencoded": {"null", "text", "list"},
    "urlencoded/*/key": SCALAR,
    "urlencoded/*/value": ANY,
    "formdata": LIST,
    "formdata/*/key": SCALAR,
    "formdata/*/value": ANY,
    "contentType": TEXT,
    "file": {"null", "text", "object"},
    "file/src": TEXT,
    "graphql": OBJECT,
    "graphql/query": SCALAR,
    "variables": ANY,
    "operationName": TEXT,
    "response": LIST,
    "response/*/body": TEXT,
    "originalRequest": {"null", "text", "object"},
    "status": TEXT,
    "code": COUNT,
    "_postman_previewlanguage": TEXT,
    # The root of an environment, and what is in it.
    "values": {"list"},
    "values/*/value": ANY,
    "_postman_variable_scope": TEXT,
}
FLAGS = (
    "followRedirects",
    "strictSSL",
    "disableCookies",
    "disableBodyPruning",
    "disableUrlEncoding",
    "followOriginalHttpMethod",
    "followAuthorizationHeader",
    "removeRefererHeaderOnRedirect",
)
TAKES |= dict.fromkeys(FLAGS, FLAG)
# Whole branches that are kept as they are.
KEPT = (
    "version",
    "_exporter_id",
    "_collection_link",
    "type",
    "src",
    "packages",
    "cookie",
    "raw",
)
KEPT_TOO = ("responseTime", "timings", "enabled", "system", "_postman_exported_at", "_postman_exported_using")


def takes(place: Place) -> set[str]:
    if place == ("item",):
        # Without items there is nothing to run.
        return set()
    steps = ["*" if isinstance(step, int) else step for step in place]
    for start in range(len(steps) + 1):
        key = "/".join(steps[start:])
        if key in TAKES:
            return TAKES[key]
    raise AssertionError(f"no word on what {steps} takes")


def is_kept(place: Place) -> bool:
    names = [step for step in place if isinstance(step, str)]
    in_body = names[-2:] in (["body", "raw"], ["options", "raw"]) or names[-3:-1] == ["options", "raw"]
    read = (("auth", "type"), ("file", "src"), ("key", "src"), ("cert", "src"))
    if place[-2:] in read or in_body or names[-1:] == ["options"]:
        return False
    # An item has no description that a run reads.
    own = names[-1:] == ["description"] and place[-3:-1] == ("item", 0) and len(place) > 3
    return own or any(name in (*KEPT, *KEPT_TOO) for name in names)


PLACES = [*paths(everything())]
IN_ENVIRONMENT = [*paths(ENVIRONMENT)]


def check(folder: Path, place: Place, document: Any, file: str, *arguments: str) -> None:
    accepted = ANY if is_kept(place) else takes(place)
    wrong: Mapping[str, str] = {}
    for kind, value in VALUES.items():
        (folder / file).write_text(dump(put(document, place, value)))
        done = run_pcc("replay", "c.json", *arguments)
        refused = done.code == 3 and done.err.startswith(f"error: {file}")
        if refused and place:
            refused = f"error: {file} at {pointer(place)}" in done.err
        ended = done.code in (0, 1, 4) if kind in accepted else refused
        wrong = wrong if ended else {**wrong, kind: f"{done.code} {done.err}"}
    assert wrong == {}


@pytest.mark.parametrize("place", PLACES, ids=pointer)
def test_a_key_of_a_collection(folder: Path, network: NotesService, place: Place) -> None:
    check(folder, place, everything(), "c.json")


@pytest.mark.parametrize("place", IN_ENVIRONMENT, ids=pointer)
def test_a_key_of_an_environment(folder: Path, network: NotesService, place: Place) -> None:
    (folder / "c.json").write_text(dump(everything()))
    check(folder, place, ENVIRONMENT, "e.json", "-e", "e.json")


def test_the_collection_that_is_spoiled_is_good(folder: Path, network: NotesService) -> None:
    (folder / "c.json").write_text(dump(everything()))
    (folder / "e.json").write_text(dump(ENVIRONMENT))
    assert run_pcc("replay", "c.json", "-e", "e.json").code == 0
    assert len(network.sent) == 6
