"""The sessions of a user (reference sections 3 and 4.2): list, read, end."""

from collections.abc import Iterator

from pcc.simulator.calls import Call
from pcc.simulator.endings import end_session
from pcc.simulator.http import Document, SimulatorResponse, empty_response, json_response
from pcc.simulator.management.family import Family
from pcc.simulator.problems import not_found
from pcc.simulator.routing import Route
from pcc.simulator.state import Session

__all__ = ["session_routes"]


def session_routes(users: Family) -> Iterator[Route]:
    """Yield the routes of `…/users/{id}/sessions`. They know live sessions only."""

    def read_all(call: Call) -> SimulatorResponse:
        sessions = [_document(call, session) for session in _sessions(call, users.item(call))]
        return json_response(200, {
            "_links": {"self": {"href": _url(call)}},
            "_embedded": {"sessions": sessions},
            "count": len(sessions),
            "size": len(sessions),
        })  # fmt: skip

    def read(call: Call) -> SimulatorResponse:
        return json_response(200, _document(call, _session(call, users.item(call))))

    def end(call: Call) -> SimulatorResponse:
        end_session(call.environment, _session(call, users.item(call)))
        return empty_response(204)

    yield users.sub_route("GET", "/sessions", read_all)
    yield users.sub_route("GET", "/sessions/{session}", read)
    yield users.sub_route("DELETE", "/sessions/{session}", end)


def _sessions(call: Call, user: Document) -> Iterator[Session]:
    for session in call.environment.shelves.sessions:
        if session.user_id == user["id"] and session.expires_at > call.world.now():
            yield session


def _session(call: Call, user: Document) -> Session:
    for session in _sessions(call, user):
        if session.id == call.params["session"]:
            return session
    raise not_found()


def _url(call: Call) -> str:
    return f"{call.world.environment_url(call.environment)}/users/{call.params['users']}/sessions"


def _document(call: Call, session: Session) -> Document:
    world, base = call.world, call.world.environment_url(call.environment)
    links = {"self": f"{_url(call)}/{session.id}", "environment": base, "user": f"{base}/users/{session.user_id}"}
    started = world.timestamp(session.started_at)
    return {
        "_links": {name: {"href": href} for name, href in links.items()},
        "id": session.id,
        "environment": {"id": call.environment.id},
        "user": {"id": session.user_id},
        "createdAt": started,
        "expiresAt": world.timestamp(session.expires_at),
        "lastSignOn": {"at": started, "withAuthenticator": "pwd"},
    }
