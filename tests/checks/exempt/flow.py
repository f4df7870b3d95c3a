"""What is no defect of the data flow."""

import copy

from checks.exempt.rows import Exempt
from checks.orders import script
from checks.planted.rows import (
    append,
    body,
    change,
    declare,
    example,
    header,
    insert,
    lines,
    query,
    request,
    step,
    value,
)

__all__ = ["FLOW"]

FLOW = [
    Exempt("a dynamic variable", lambda c, _: header(c, 2, "X", "{{$randomUUID}}")),
    Exempt("a secret of the vault", lambda c, _: header(c, 2, "X", "{{vault:orders}}")),
    Exempt("a disabled header", lambda c, _: change(header(c, 2, "X", "{{nothing}}")["header"][0], disabled=True)),
    Exempt("a disabled body", lambda c, _: change(body(c, 2, "{{nothing}}")["body"], disabled=True)),
    Exempt("a disabled proxy", lambda c, _: change(request(c, 2), proxy={"host": "{{nothing}}", "disabled": True})),
    Exempt("a template of Handlebars", lambda c, _: body(c, 2, "{{#each rows}}{{this.name}}{{/each}}")),
    Exempt("a saved response", lambda c, _: example(c, 2, '{"of": "{{nothing}}"}')),
    Exempt(
        "a script that asks whether there is one",
        lambda c, _: append(c, 2, 'console.log(pm.environment.get("n") || 1);'),
    ),
    Exempt(
        "a script that sets names that it computes",
        lambda c, _: (
            header(c, 3, "X", "{{state}}"),
            append(c, 2, "Object.entries(pm.response.json()).forEach(([k, v]) => pm.environment.set(k, v));"),
        ),
    ),
    Exempt(
        "a script that runs code from elsewhere",
        lambda c, _: (header(c, 3, "X", "{{state}}"), append(c, 2, 'eval(pm.globals.get("helpers"));')),
    ),
    Exempt(
        "a column of the rows of data",
        lambda c, _: (header(c, 3, "X", "{{state}}"), append(c, 2, 'console.log(pm.iterationData.get("state"));')),
    ),
    Exempt(
        "a value that is set in a callback",
        lambda c, _: (
            header(c, 3, "X", "{{state}}"),
            append(c, 2, 'pm.sendRequest("https://x.example.com", (e, r) => pm.environment.set("state", r.json().s));'),
        ),
    ),
    Exempt(
        "a jump over a request, and back to it",
        lambda c, _: (
            header(c, 3, "X", "{{state}}"),
            append(c, 2, 'pm.execution.setNextRequest("Get the checkout");'),
            append(c, 5, 'pm.environment.set("state", 1);'),
            append(c, 5, 'if (!pm.environment.get("seen")) pm.execution.setNextRequest("List orders");'),
            append(c, 3, 'pm.environment.set("seen", 1);'),
        ),
    ),
    Exempt(
        "a value that is unset in a branch",
        lambda c, _: append(c, 3, 'if (pm.response.code === 404) pm.environment.unset("orderId");'),
    ),
    Exempt("a value that is unset at the end", lambda c, _: lines(c, 6, 0).append('pm.environment.unset("orderId");')),
    Exempt(
        "a default of the collection that the environment overrides",
        lambda c, _: declare(c, "baseUrl", "http://localhost:8080"),
    ),
    Exempt(
        "a default of the collection that a script overwrites",
        lambda c, _: (
            declare(c, "state", "new"),
            append(c, 2, 'pm.collectionVariables.set("state", "seen");'),
            header(c, 3, "X", "{{state}}"),
        ),
    ),
    Exempt(
        "the same value in two scopes, from one script",
        lambda c, _: append(c, 1, 'pm.globals.set("orderId", pm.response.json().id);'),
    ),
    Exempt(
        "a scope that is read by itself",
        lambda c, _: (
            append(c, 1, 'pm.collectionVariables.set("customerId", "mine");'),
            append(c, 2, 'console.log(pm.collectionVariables.get("customerId"));'),
        ),
    ),
    Exempt("a reset", lambda c, _: lines(c, 0, 0).append('pm.environment.set("orderId", "");')),
    Exempt(
        "a value that every request sets anew",
        lambda c, _: (
            change(c, event=[script("prerequest", 'pm.environment.set("trace", Date.now());')]),
            header(c, 3, "X", "{{trace}}"),
        ),
    ),
    Exempt(
        "a token that is fetched twice",
        lambda c, _: insert(c, 1, {**copy.deepcopy(step(c, 0, 0)), "name": "Get a token again"}),
    ),
    Exempt(
        "a value that is set again in a branch",
        lambda c, _: append(
            c, 1, 'if (pm.response.json().merged) pm.environment.set("orderId", pm.response.json().merged);'
        ),
    ),
    Exempt(
        "a name in a string",
        lambda c, _: (
            append(c, 1, 'pm.environment.set("orderState", 1);'),
            append(c, 2, 'for (const n of ["orderState"]) console.log(pm.environment.get(n));'),
        ),
    ),
    Exempt(
        "a value that a collection variable refers to",
        lambda c, e: (value(e, "tld", "com"), value(e, "baseUrl", "https://api.orders.example.{{tld}}")),
    ),
    Exempt(
        "a collection variable made of one that is captured",
        lambda c, _: (declare(c, "orderPath", "orders/{{orderId}}"), header(c, 3, "X", "{{orderPath}}")),
    ),
    Exempt(
        "a cursor that its own request renews, without the environment",
        lambda c, _: (
            query(c, 3, "cursor", "{{cursor}}"),
            append(c, 3, 'pm.environment.set("cursor", pm.response.json().next);'),
        ),
        with_environment=False,
        note="environment-not-given",
    ),
    Exempt(
        "a number in a name",
        lambda c, _: header(c, 3, "X", "{{orderId2}}"),
        with_environment=False,
        note="environment-not-given",
    ),
]
