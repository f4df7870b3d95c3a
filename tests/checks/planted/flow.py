"""Defects of the data flow."""

from checks.orders import item, script
from checks.planted.rows import (
    Planted,
    append,
    body,
    change,
    declare,
    header,
    insert,
    lines,
    prerequest,
    query,
    request,
    step,
    value,
)

__all__ = ["FLOW"]

FLOW = [
    Planted(
        "undefined-variable",
        "a typing slip in a path",
        lambda c, _: (
            change(
                request(c, 5)["url"], path=["checkout", "{{chekcoutId}}"], raw="{{baseUrl}}/checkout/{{chekcoutId}}"
            ),
            header(c, 5, "X", "{{checkoutId}}"),
        ),
        "/item/5/request/url",
    ),
    Planted(
        "undefined-variable",
        "a typing slip in a header",
        lambda c, _: header(c, 2, "X-Order", "{{ordreId}}"),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "undefined-variable",
        "a typing slip in a declared value",
        lambda c, e: (
            value(e, "baseUrl", "https://{{orederHost}}.example.com"),
            value(e, "orderHost", "orders"),
            header(c, 2, "H", "{{orderHost}}"),
        ),
        None,
    ),
    Planted(
        "read-before-set",
        "a request before the one that makes its id",
        lambda c, _: insert(c, 1, c["item"].pop(2)),
        "/item/1/request/url/variable/0/value",
    ),
    Planted(
        "read-before-set",
        "a capture of the response in its own request",
        lambda c, _: c["item"][1]["request"]["header"].append({"key": "X-Order", "value": "{{orderId}}"}),
        "/item/1/request/header/1/value",
    ),
    Planted(
        "read-before-set",
        "an id that a script unsets",
        lambda c, _: prerequest(c, 5, 'pm.environment.unset("orderId");'),
        "/item/6/item/0/request/url",
    ),
    Planted(
        "read-before-set",
        "a token that is fetched last",
        lambda c, _: c["item"].append(c["item"].pop(0)),
        "/auth/bearer/0/value",
    ),
    Planted(
        "read-before-set",
        "an id that a polling loop comes to too late",
        lambda c, _: (
            insert(c, 1, c["item"].pop(2)),
            append(c, 4, "if (pm.response.code === 202) pm.execution.setNextRequest(pm.info.requestName);"),
        ),
        "/item/1/request/url/variable/0/value",
    ),
    Planted(
        "read-before-set",
        "an environment that a script clears",
        lambda c, _: append(c, 5, "pm.environment.clear();"),
        None,
    ),
    Planted(
        "case-mismatch",
        "another case in a body",
        lambda c, _: body(c, 1, '{"customer": "{{customerID}}", "for": "{{customerId}}"}'),
        "/item/1/request/body/raw",
    ),
    Planted(
        "case-mismatch",
        "another case in a query",
        lambda c, _: query(c, 2, "order", "{{OrderId}}"),
        "/item/2/request/url/query/0/value",
    ),
    Planted(
        "case-mismatch",
        "two spellings that are both set",
        lambda c, e: (value(e, "BaseUrl", "https://x.example.com"), header(c, 2, "X-Base", "{{BaseUrl}}")),
        "/values/4/value",
    ),
    Planted(
        "missing-from-environment",
        "a base address that the environment lacks",
        lambda _, e: e["values"].pop(0),
        "/item/0/item/0/request/url",
    ),
    Planted(
        "missing-from-environment",
        "a variable that nothing knows, in a form",
        lambda c, _: request(c, 0, 0)["body"]["urlencoded"].append({"key": "audience", "value": "{{audience}}"}),
        "/item/0/item/0/request/body/urlencoded/3/value",
    ),
    Planted(
        "missing-from-environment",
        "a variable in an attribute of another auth",
        lambda c, _: change(request(c, 3), auth={"type": "hawk", "hawk": [{"key": "authId", "value": "{{hawkId}}"}]}),
        "/item/3/request/auth/hawk/0/value",
    ),
    Planted(
        "missing-from-environment",
        "a variable in the variables of GraphQL",
        lambda c, _: change(
            request(c, 2),
            method="POST",
            body={
                "mode": "graphql",
                "graphql": {"query": "query ($r: ID!) { order(id: $r) { id } }", "variables": '{"r": "{{region}}"}'},
            },
        ),
        "/item/2/request/body/graphql/variables",
    ),
    Planted(
        "missing-from-environment",
        "a variable that only a folder declares",
        lambda c, _: (
            change(step(c, 6), variable=[{"key": "reason", "value": "test"}]),
            change(request(c, 6, 0), header=[{"key": "X-Reason", "value": "{{reason}}"}]),
        ),
        "/item/6/item/0/request/header/0/value",
    ),
    Planted(
        "missing-from-environment",
        "a disabled variable of the environment",
        lambda _, e: e["values"][3].update(disabled=True),
        None,
    ),
    Planted(
        "unused-in-environment",
        "a variable of the environment that nothing reads",
        lambda _, e: value(e, "legacyHost", "old.example.com"),
        "/values/4/value",
    ),
    Planted(
        "environment-not-given", "a collection without its environment", lambda *_: None, "", with_environment=False
    ),
    Planted(
        "never-read",
        "a variable that a script sets for nobody",
        lambda c, _: append(c, 2, 'pm.environment.set("orderState", pm.response.json().state);'),
        "/item/2/event/0/script/exec/1",
    ),
    Planted(
        "never-read",
        "a collection variable that nothing reads",
        lambda c, _: declare(c, "locale", "en"),
        "/variable/1/value",
    ),
    Planted(
        "overwritten-variable",
        "a second id under the name of the first",
        lambda c, _: c["item"].insert(
            2,
            {
                **item(
                    "Create another order",
                    "PUT",
                    c["item"][1]["request"]["url"],
                    script(
                        "test",
                        'pm.test("made", () => pm.response.to.be.ok);',
                        'pm.environment.set("orderId", pm.response.json().id);',
                    ),
                ),
                "request": {**c["item"][1]["request"], "method": "PUT"},
            },
        ),
        "/item/1/event/0/script/exec/1",
    ),
    Planted(
        "overwritten-variable",
        "a value that the response takes away",
        lambda c, _: prerequest(c, 4, 'pm.environment.set("checkoutId", "c-" + Date.now());'),
        "/item/4/event/1/script/exec/0",
    ),
    Planted(
        "shadowed-variable",
        "a collection variable behind one of the environment",
        lambda c, e: lines(c, 0, 0).append('pm.collectionVariables.set("customerId", pm.response.json().customer);'),
        "/item/0/item/0/event/0/script/exec/2",
    ),
    Planted(
        "shadowed-variable",
        "a global variable behind one of the collection",
        lambda c, _: append(c, 1, 'pm.globals.set("pageSize", "50");'),
        "/item/1/event/0/script/exec/2",
    ),
    Planted(
        "shadowed-variable",
        "an environment behind a local variable",
        lambda c, _: prerequest(c, 1, 'pm.variables.set("orderId", "none");'),
        "/item/1/event/0/script/exec/1",
    ),
]
