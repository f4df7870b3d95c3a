"""Defects of requests, assertions and names."""

from checks.orders import item, script
from checks.planted.rows import Planted, append, change, lines, step

__all__ = ["REQUESTS"]

REQUESTS = [
    Planted(
        "followed-redirect",
        "a status of a redirect that is followed",
        lambda c, _: step(c, 4).pop("protocolProfileBehavior"),
        "/item/4/event/0/script/exec/0",
    ),
    Planted(
        "followed-redirect",
        "one of several redirects",
        lambda c, _: append(c, 2, "pm.expect(pm.response.code).to.be.oneOf([301, 302]);"),
        "/item/2/event/0/script/exec/1",
    ),
    Planted(
        "followed-redirect",
        "a redirection by its class",
        lambda c, _: append(c, 2, "pm.response.to.be.redirection;"),
        None,
    ),
    Planted(
        "followed-redirect",
        "a capture from the query of a redirect",
        lambda c, _: (
            change(step(c, 4), protocolProfileBehavior={"followRedirects": True}),
            lines(c, 4).__setitem__(0, 'pm.test("away", () => pm.expect(pm.response.code).to.equal(303));'),
        ),
        "/item/4/event/0/script/exec/0",
    ),
    Planted(
        "duplicate-name",
        "two requests of one name in one folder",
        lambda c, _: change(step(c, 3), name="Get the order"),
        "/item/3/name",
    ),
    Planted(
        "duplicate-name",
        "two folders of one name",
        lambda c, _: change(step(c, 6), name="Prerequisites"),
        "/item/6/name",
    ),
    Planted(
        "duplicate-name",
        "a name that a script jumps to, in two folders",
        lambda c, _: (
            change(step(c, 6, 0), name="List orders"),
            append(c, 5, 'if (pm.response.json().again) pm.execution.setNextRequest("List orders");'),
        ),
        None,
    ),
    Planted(
        "unsupported-name",
        "two names that differ in case",
        lambda c, _: change(step(c, 3), name="GET THE ORDER"),
        "/item/3/name",
    ),
    Planted(
        "unsupported-name",
        "two names that differ in punctuation",
        lambda c, _: (change(step(c, 2), name="Get - order"), change(step(c, 3), name="Get - order ")),
        "/item/3/name",
    ),
    Planted("unsupported-name", "a request without a name", lambda c, _: change(step(c, 3), name=""), "/item/3/name"),
    Planted(
        "unsupported-name",
        "a name with a slash",
        lambda c, _: change(step(c, 3), name="Get/list orders"),
        "/item/3/name",
    ),
    Planted(
        "unsupported-name",
        "a folder of more than 64 bytes",
        lambda c, _: change(step(c, 0), name="Prerequisites, before anything else: " + "a token of the client " * 2),
        "/item/0/name",
    ),
    Planted("no-assertion", "a request without a test", lambda c, _: change(step(c, 3), event=[]), "/item/3"),
    Planted(
        "no-assertion",
        "a request whose test is skipped",
        lambda c, _: lines(c, 3).__setitem__(0, 'pm.test.skip("status", () => {});'),
        "/item/3",
    ),
    Planted("no-assertion", "a disabled event", lambda c, _: step(c, 3)["event"][0].update(disabled=True), "/item/3"),
    Planted(
        "create-not-deleted", "a create without its cleanup", lambda c, _: c["item"].pop(6), "/item/1/request/method"
    ),
    Planted(
        "create-not-deleted",
        "a second create beside one that is deleted",
        lambda c, _: c["item"].insert(
            3,
            item(
                "Create a voucher",
                "POST",
                "{{baseUrl}}/vouchers",
                script("test", 'pm.test("made", () => { pm.response.to.have.status(201); });'),
            ),
        ),
        "/item/3/request/method",
    ),
]
