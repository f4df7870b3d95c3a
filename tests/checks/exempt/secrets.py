"""What gives no secret away."""

from checks.exempt.rows import OK, Exempt
from checks.orders import Document, item, script
from checks.planted.rows import Edit, body, change, example, header, insert, prerequest, query, request, step, value

__all__ = ["SECRETS"]


def _in_two_places(text: str) -> Edit:
    def edit(collection: Document, _: Document) -> None:
        header(collection, 2, "X-Api-Key", text)
        basic = [{"key": "password", "value": text}, {"key": "username", "value": "u"}]
        change(request(collection, 3), auth={"type": "basic", "basic": basic})

    return edit


SECRETS = [
    *(
        Exempt(f"a placeholder {text!r}", _in_two_places(text))
        for text in (
            "",
            "<your-token>",
            "changeme",
            "xxxxxxxxxxxxxxxx",
            "YOUR_API_KEY",
            "{{clientSecret}}",
            "$TOKEN",
            "${API_KEY}",
            "test_api_key_123",
            "Passw0rd!",
            "my-secret-token",
            "************",
            "1234567890",
            "null",
            "[REDACTED]",
        )
    ),
    Exempt(
        "the example of a JWT debugger",
        lambda c, _: header(
            c,
            2,
            "X",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        ),
    ),
    Exempt("a sample of a standard", lambda c, _: example(c, 2, '{"access_token": "2YotnFZFEjr1zCsicMWpAA"}')),
    Exempt(
        "names that speak of secrets",
        lambda c, _: body(
            c,
            1,
            '{"c": "{{customerId}}", "tokenType": "Bearer", "passwordPolicy": "a3f9Z1", '
            '"nextPageToken": "CAUQAA7Zx91k", "secretName": "orders-db-7"}',
        ),
    ),
    Exempt(
        "a password that the run chooses",
        lambda c, _: (
            insert(
                c,
                1,
                item(
                    "Register",
                    "POST",
                    "{{baseUrl}}/users",
                    script("test", OK),
                    body={"mode": "raw", "raw": '{"password": "J7v!mQ1xw9L"}'},
                ),
            ),
            insert(
                c,
                2,
                item(
                    "Log in",
                    "POST",
                    "{{baseUrl}}/login",
                    script("test", OK),
                    body={"mode": "raw", "raw": '{"password": "J7v!mQ1xw9L"}'},
                ),
            ),
        ),
    ),
    Exempt(
        "a password that the run chooses, in a variable",
        lambda c, e: (
            value(e, "userPassword", "J7v!mQ1xw9L"),
            insert(
                c,
                1,
                item(
                    "Set a password",
                    "PUT",
                    "{{baseUrl}}/users/{{customerId}}/password",
                    script("test", OK),
                    body={"mode": "raw", "raw": '{"value": "{{userPassword}}"}'},
                ),
            ),
        ),
    ),
    Exempt(
        "the code and the state of a redirect",
        lambda c, _: (query(c, 2, "code", "{{accessToken}}"), query(c, 2, "state", "{{clientSecret}}")),
    ),
    Exempt("an id of a client", lambda c, _: query(c, 2, "client_id", "{{clientId}}")),
    Exempt(
        "a token of a list's page", lambda c, e: (value(e, "pageToken", ""), query(c, 2, "pageToken", "{{pageToken}}"))
    ),
    Exempt(
        "a token that a link carries once",
        lambda c, e: (
            value(e, "confirmToken", ""),
            insert(
                c,
                1,
                item(
                    "Confirm",
                    "GET",
                    {
                        "host": ["{{baseUrl}}"],
                        "path": ["confirm-email"],
                        "query": [{"key": "token", "value": "{{confirmToken}}"}],
                    },
                    script("test", OK),
                ),
            ),
        ),
    ),
    Exempt("http to this machine", lambda _, e: value(e, "baseUrl", "http://localhost:8080")),
    Exempt("http to a loopback address", lambda _, e: value(e, "baseUrl", "http://127.0.0.1:8080/api")),
    Exempt(
        "http to a loopback address of IPv6",
        lambda c, _: change(
            step(c, 3), request={"method": "GET", "url": "http://[::1]:8080/orders?limit={{pageSize}}"}
        ),
    ),
    Exempt("http to a container", lambda _, e: value(e, "baseUrl", "http://orders:8080")),
    Exempt(
        "http without anything secret",
        lambda c, _: change(
            step(c, 3),
            request={
                "method": "GET",
                "url": "http://status.example.com?limit={{pageSize}}",
                "auth": {"type": "noauth"},
            },
        ),
    ),
    Exempt(
        "http with a signature",
        lambda c, _: change(
            step(c, 3),
            request={
                "method": "GET",
                "url": "http://status.example.com?limit={{pageSize}}",
                "auth": {"type": "hawk", "hawk": [{"key": "authKey", "value": "{{clientSecret}}"}]},
            },
        ),
    ),
    Exempt(
        "an address that a script sets",
        lambda c, _: (prerequest(c, 1, 'pm.environment.set("baseUrl", "https://other.example.com");'), None),
    ),
]
