"""Defects that give secrets away."""

from checks.orders import item, script
from checks.planted.rows import (
    Planted,
    body,
    change,
    declare,
    example,
    header,
    prerequest,
    query,
    request,
    step,
    value,
)

__all__ = ["SECRETS"]

# Assembled here, so that no scanner of this repository takes them for real.
JWT = ".".join(
    (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "eyJzdWIiOiJjLTEwMDEiLCJzY29wZSI6Im9yZGVycyIsImV4cCI6MTc5MDAwMDAwMH0",
        "q3WfZ0m8vXyT1kRj5bNcLs7uHdPeA2oGiYtB9nMxJwQ",
    )
)
AWS = "AKIA" + "Q4T7WZ2LMX8RKD5N"
GITHUB = "ghp" + "_" + "9fK2mQ7xVb4LzT1sWc8RyN3jHd6GpA5eUo0I"
SLACK = "xoxb" + "-2471930586-" + "8142069375014-Kq7ZpWm3XvT9bLs2"
GOOGLE = "AIza" + "SyD4r8Kx1QmV7bZt2LpWn5HcJe9RfGu3YoA"
STRIPE = "sk" + "_live_" + "7hQm2XvK9tLs4Zp1WcRb8NyJ"
POSTMAN = "PMAK" + "-64f0c2a91b7e3d5806f9a2c4-" + "3e7d91b0c5a8f2468d0b17e9c3a5f60d24"
OPENAI = "sk" + "-proj-" + "T9vL2xQ7mK4bZ1sW8cRyN3jHd6GpA5eU"
KEY = (
    "-----BEGIN "
    + "PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\\nq8Zk3vT1xWm9RbLs2pHdNcJe"
    + "\\n-----END PRIVATE KEY-----"
)
BASIC = "b3JkZXJzLWNsaTpKN3YhbVExeHc5TA=="
OPAQUE = "T9vL2xQ7mK4bZ1sW8cRyN3jHd6GpA5eU"

SECRETS = [
    Planted(
        "literal-secret",
        "a JWT in a header",
        lambda c, _: header(c, 2, "Authorization", f"Bearer {JWT}"),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "literal-secret",
        "a bearer token in an auth",
        lambda c, _: change(request(c, 2), auth={"type": "bearer", "bearer": [{"key": "token", "value": OPAQUE}]}),
        "/item/2/request/auth/bearer/0/value",
    ),
    Planted(
        "literal-secret",
        "a password in basic auth",
        lambda c, _: change(
            request(c, 2),
            auth={
                "type": "basic",
                "basic": [{"key": "username", "value": "ops"}, {"key": "password", "value": "J7v!mQ1xw9L"}],
            },
        ),
        "/item/2/request/auth/basic/1/value",
    ),
    Planted(
        "literal-secret",
        "basic credentials in a header",
        lambda c, _: header(c, 2, "Authorization", f"Basic {BASIC}"),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "literal-secret",
        "a client secret of OAuth 2",
        lambda c, _: change(
            request(c, 2),
            auth={
                "type": "oauth2",
                "oauth2": [
                    {"key": "clientSecret", "value": OPAQUE},
                    {"key": "accessToken", "value": "{{accessToken}}"},
                ],
            },
        ),
        "/item/2/request/auth/oauth2/0/value",
    ),
    Planted(
        "literal-secret",
        "an access key of AWS in a body",
        lambda c, _: body(c, 1, f'{{"customer": "{{{{customerId}}}}", "key": "{AWS}"}}'),
        "/item/1/request/body/raw",
    ),
    Planted(
        "literal-secret",
        "a token of GitHub in a script",
        lambda c, _: prerequest(c, 2, f'const from = "{GITHUB}";', "console.log(from);"),
        "/item/2/event/1/script/exec/0",
    ),
    Planted(
        "literal-secret",
        "a password in a script",
        lambda c, _: prerequest(
            c, 2, "// sign on", 'const login = {user: "ops", password: "J7v!mQ1xw9L"};', "console.log(login.user);"
        ),
        "/item/2/event/1/script/exec/1",
    ),
    Planted(
        "literal-secret",
        "a token of Slack in the environment",
        lambda c, e: (value(e, "hook", SLACK), header(c, 2, "X-Hook", "{{hook}}")),
        "/values/4/value",
    ),
    Planted(
        "literal-secret",
        "a secret in a secret variable of the environment",
        lambda _, e: value(e, "clientSecret", OPAQUE),
        "/values/2/value",
    ),
    Planted(
        "literal-secret",
        "a key of Google in a collection variable",
        lambda c, _: (declare(c, "maps", GOOGLE), header(c, 2, "X-Maps", "{{maps}}")),
        "/variable/1/value",
    ),
    Planted(
        "literal-secret",
        "a key of Stripe in a description",
        lambda c, _: change(request(c, 2), description=f"Use {STRIPE} in production."),
        None,
    ),
    Planted(
        "literal-secret",
        "a JWT in a saved response",
        lambda c, _: example(c, 2, f'{{"id": "o-1", "session": "{JWT}"}}'),
        "/item/2/response/0/body",
    ),
    Planted(
        "literal-secret",
        "a random token in a saved response",
        lambda c, _: example(c, 2, f'{{"id": "o-1", "access_token": "{OPAQUE}"}}'),
        "/item/2/response/0/body",
    ),
    Planted(
        "literal-secret",
        "a private key in a form",
        lambda c, _: request(c, 0, 0)["body"]["urlencoded"].append({"key": "signer", "value": KEY}),
        "/item/0/item/0/request/body/urlencoded/3/value",
    ),
    Planted(
        "literal-secret",
        "an API key of Postman in a field of its name",
        lambda c, _: header(c, 2, "X-API-Key", POSTMAN),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "literal-secret",
        "an API key of OpenAI's kind, in two places",
        lambda c, _: (header(c, 2, "X-AI", OPENAI), header(c, 3, "X-AI", OPENAI)),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "literal-secret",
        "a password in the address of a service",
        lambda c, _: header(c, 2, "X-Database", "postgres://orders:J7v-mQ1xw9L@db.example.com/orders"),
        "/item/2/request/header/0/value",
    ),
    Planted(
        "literal-secret",
        "a password to sign on with that no request has set",
        lambda c, _: c["item"].insert(
            1,
            item(
                "Sign on",
                "POST",
                "{{baseUrl}}/login",
                script("test", 'pm.test("in", () => pm.response.to.be.ok);'),
                body={"mode": "raw", "raw": '{"user": "ops", "password": "J7v!mQ1xw9L"}'},
            ),
        ),
        "/item/1/request/body/raw",
    ),
    Planted(
        "literal-secret",
        "a password in SOAP",
        lambda c, _: body(
            c,
            1,
            "<s:Envelope><s:Header><wsse:Password>J7v!mQ1xw9L</wsse:Password></s:Header><c>{{customerId}}</c></s:Envelope>",
        ),
        "/item/1/request/body/raw",
    ),
    Planted(
        "secret-in-query",
        "a token in the query",
        lambda c, _: query(c, 2, "access_token", "{{accessToken}}"),
        "/item/2/request/url/query/0/value",
    ),
    Planted(
        "secret-in-query",
        "a secret of the environment in the query",
        lambda c, _: query(c, 2, "s", "{{clientSecret}}"),
        "/item/2/request/url/query/0/value",
    ),
    Planted(
        "secret-in-query",
        "an API key that its auth puts there",
        lambda c, e: (
            value(e, "ordersKey", ""),
            change(
                request(c, 3),
                auth={
                    "type": "apikey",
                    "apikey": [
                        {"key": "key", "value": "api"},
                        {"key": "value", "value": "{{ordersKey}}"},
                        {"key": "in", "value": "query"},
                    ],
                },
            ),
        ),
        "/item/3/request/auth/apikey/1/value",
    ),
    Planted(
        "secret-in-query",
        "a variable by another name in a parameter for a password",
        lambda c, _: query(c, 2, "password", "{{customerId}}"),
        "/item/2/request/url/query/0/value",
    ),
    Planted(
        "secret-over-http",
        "an environment with http",
        lambda _, e: value(e, "baseUrl", "http://api.orders.example.com"),
        "/item/0/item/0/request/url",
    ),
    Planted(
        "secret-over-http",
        "a token for another host",
        lambda c, _: change(
            step(c, 3),
            request={"method": "GET", "header": [], "url": "http://stats.example.com/orders?limit={{pageSize}}"},
        ),
        "/item/3/request/url",
    ),
    Planted(
        "secret-over-http",
        "an address without a scheme",
        lambda c, _: change(
            step(c, 3), request={"method": "GET", "header": [], "url": "stats.example.com/orders?limit={{pageSize}}"}
        ),
        "/item/3/request/url",
    ),
    Planted(
        "secret-over-http",
        "a password in a body without auth",
        lambda c, e: c["item"].insert(
            1,
            item(
                "Sign on",
                "POST",
                "http://old.example.com/login",
                script("test", 'pm.test("in", () => pm.response.to.be.ok);'),
                auth={"type": "noauth"},
                body={"mode": "raw", "raw": '{"password": "{{customerId}}"}'},
            ),
        ),
        "/item/1/request/url",
    ),
]
