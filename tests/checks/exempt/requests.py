"""What is no defect of requests, assertions and names."""

from checks.exempt.rows import OK, Exempt
from checks.orders import item, script
from checks.planted.rows import append, change, insert, lines, step

__all__ = ["REQUESTS"]

REQUESTS = [
    Exempt(
        "a Location of what was created", lambda c, _: append(c, 1, 'console.log(pm.response.headers.get("Location"));')
    ),
    Exempt(
        "a redirect that a folder does not follow",
        lambda c, _: (
            step(c, 4).pop("protocolProfileBehavior"),
            change(c, protocolProfileBehavior={"followRedirects": False}),
        ),
    ),
    Exempt(
        "a redirect that is one of several answers",
        lambda c, _: append(c, 2, "pm.expect(pm.response.code).to.be.oneOf([200, 302]);"),
    ),
    Exempt(
        "a status 304",
        lambda c, _: lines(c, 3).__setitem__(0, 'pm.test("same", () => pm.response.to.have.status(304));'),
    ),
    Exempt("a redirect in a condition", lambda c, _: append(c, 2, "if (pm.response.code === 302) console.log(1);")),
    Exempt("a folder of a request's name", lambda c, _: change(step(c, 6), name="List orders")),
    Exempt("one name in two folders", lambda c, _: change(step(c, 6, 0), name="List orders"), note="duplicate-name"),
    Exempt("a name with a colon", lambda c, _: change(step(c, 2), name="Orders: one"), note="unsupported-name"),
    Exempt("a numbered step", lambda c, _: change(step(c, 2), name="Step 3: Get the order")),
    Exempt("a long name of a request", lambda c, _: change(step(c, 2), name="Get the order " * 6 + "again")),
    Exempt(
        "a test of the collection", lambda c, _: (change(step(c, 3), event=[]), change(c, event=[script("test", OK)]))
    ),
    Exempt(
        "a test of a folder",
        lambda c, _: (change(step(c, 6, 0), event=[]), change(step(c, 6), event=[script("test", OK)])),
    ),
    Exempt(
        "an expectation outside of a test",
        lambda c, _: lines(c, 3).__setitem__(0, "pm.expect(pm.response.code).to.equal(200);"),
    ),
    Exempt(
        "a script that throws",
        lambda c, _: lines(c, 3).__setitem__(0, 'if (pm.response.code !== 200) throw new Error("no list");'),
    ),
    Exempt("tests from elsewhere", lambda c, _: lines(c, 3).__setitem__(0, 'eval(pm.variables.get("pageSize"));')),
    Exempt(
        "a create whose parent is deleted",
        lambda c, _: insert(
            c,
            2,
            item(
                "Add a line",
                "POST",
                "{{baseUrl}}/orders/{{orderId}}/lines",
                script("test", 'pm.test("made", () => { pm.response.to.have.status(201); });'),
            ),
        ),
    ),
    Exempt(
        "a create that a script deletes",
        lambda c, _: change(
            step(c, 6, 0),
            name="Empty",
            request={"method": "GET", "url": "{{baseUrl}}/orders"},
            event=[
                script(
                    "test",
                    OK,
                    'const url = pm.variables.replaceIn("{{baseUrl}}/orders/{{orderId}}");',
                    'pm.sendRequest({url, method: "DELETE"}, () => {});',
                )
            ],
        ),
    ),
    Exempt(
        "a sign-on with POST",
        lambda c, _: lines(c, 0, 0).__setitem__(0, 'pm.test("in", () => pm.response.to.have.status(201));'),
    ),
]
