"""The sessions of a user through the management API (reference sections 3 and 4.2)."""

from simulator.sim_client import Client

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_user_who_never_signed_on_has_no_session(client: Client) -> None:
    page = client.manage("GET", f"users/{client.user().id}/sessions").json
    assert (page["_embedded"], page["count"], page["size"]) == ({"sessions": []}, 0, 0)


def test_a_session_is_listed_and_read(client: Client) -> None:
    user = client.user()
    flow_id = client.authorize(client.app()).query("flowId")
    session_id = client.login(flow_id, user).json["session"]["id"]
    path = f"users/{user.id}/sessions"
    page = client.manage("GET", path).json
    (session,) = page["_embedded"]["sessions"]
    assert (page["count"], page["size"]) == (1, 1)
    assert client.manage("GET", page["_links"]["self"]["href"]).json == page
    assert session["id"] == session_id
    assert session["user"] == {"id": user.id}
    assert session["environment"] == {"id": client.env}
    assert session["createdAt"] == session["lastSignOn"]["at"] == "2027-01-15T08:00:00.500Z"
    assert session["expiresAt"] > session["createdAt"]
    assert session["_links"].keys() == {"self", "environment", "user"}
    assert client.manage("GET", session["_links"]["self"]["href"]).json == session
    assert client.manage("GET", session["_links"]["user"]["href"]).json["id"] == user.id


def test_an_ended_session_takes_its_tokens_with_it_and_no_others(client: Client) -> None:
    app, user, other = client.app(), client.user(), client.user()
    tokens, others = client.tokens(app, user), client.tokens(app, other)
    path = f"users/{user.id}/sessions"
    (session,) = client.listed(path)
    assert client.introspect(app, tokens["access_token"])["active"]
    ended = client.manage("DELETE", f"{path}/{session['id']}")
    assert (ended.status, ended.response.body) == (204, b"")
    for name in ("access_token", "refresh_token"):
        assert client.introspect(app, tokens[name]) == {"active": False}
        assert client.introspect(app, others[name])["active"]
    assert client.refresh(app, tokens["refresh_token"]).error == "400 invalid_grant"
    assert client.listed(path) == []
    assert len(client.listed(f"users/{other.id}/sessions")) == 1
    for method in ("GET", "DELETE"):
        assert client.manage(method, f"{path}/{session['id']}").error == "404 NOT_FOUND"


def test_an_ended_session_signs_on_no_more(client: Client) -> None:
    app, user = client.app(), client.user()
    client.login(client.authorize(app).query("flowId"), user)
    (session,) = client.listed(f"users/{user.id}/sessions")
    assert client.get(f"flows/{client.authorize(app).query('flowId')}").json["status"] == "COMPLETED"
    client.manage("DELETE", f"users/{user.id}/sessions/{session['id']}")
    flow_id = client.authorize(app).query("flowId")
    assert client.get(f"flows/{flow_id}").json["status"] == "USERNAME_PASSWORD_REQUIRED"


def test_a_session_is_found_below_its_own_user_only(client: Client) -> None:
    user, other = client.user(), client.user()
    client.login(client.authorize(client.app()).query("flowId"), user)
    (session,) = client.listed(f"users/{user.id}/sessions")
    for path in (f"users/{other.id}", f"users/{UNKNOWN}"):
        for method in ("GET", "DELETE"):
            assert client.manage(method, f"{path}/sessions/{session['id']}").error == "404 NOT_FOUND"
    assert client.manage("GET", f"users/{user.id}/sessions/{UNKNOWN}").error == "404 NOT_FOUND"
    assert client.listed(f"users/{user.id}/sessions") == [session]


def test_an_expired_session_is_gone(client: Client) -> None:
    user = client.user()
    client.login(client.authorize(client.app()).query("flowId"), user)
    client.simulator.advance(30 * 86400)
    client.forget_token()
    assert client.listed(f"users/{user.id}/sessions") == []


def test_sessions_cannot_be_made(client: Client) -> None:
    path = f"users/{client.user().id}/sessions"
    answer = client.manage("POST", path, {})
    assert answer.error == "405 METHOD_NOT_ALLOWED"
    assert answer.header("Allow") == "GET"
    assert client.manage("PUT", f"{path}/{UNKNOWN}", {}).error == "405 METHOD_NOT_ALLOWED"
