"""Sign-on sessions and their cookie ST (reference section 4.2). Times in seconds."""

from wsgiref.handlers import format_date_time

from pcc.simulator.calls import Call
from pcc.simulator.state import Session

__all__ = ["find_session", "session_by_id", "session_cookie", "start_session"]

COOKIE = "ST"
LIFETIME = 30 * 86400


def start_session(call: Call, user_id: str) -> Session:
    """Remember that a user signed on now."""
    world, now = call.world, call.world.now()
    session = Session(world.new_id(), world.new_id(), user_id, now, now + LIFETIME)
    call.environment.shelves.sessions.add(session.cookie, session)
    return session


def find_session(call: Call) -> Session | None:
    """Return the live session that the request's cookie names."""
    for value in call.cookies(COOKIE):
        session = call.environment.shelves.sessions.get(value)
        if session is not None and session.expires_at > call.world.now():
            return session
    return None


def session_by_id(call: Call, session_id: str) -> Session | None:
    """Return the live session with this id."""
    return next(
        (s for s in call.environment.shelves.sessions if s.id == session_id and s.expires_at > call.world.now()), None
    )


def session_cookie(call: Call, session: Session) -> tuple[str, str]:
    """Return the Set-Cookie header; a cookie jar would not send a Secure cookie back over plain HTTP."""
    bases = call.world.bases
    parts = [
        f"{COOKIE}={session.cookie}",
        f"Path=/{call.environment.id}",
        f"Max-Age={LIFETIME}",
        f"Expires={format_date_time(session.expires_at)}",
        *(("Secure",) if bases.secure else ()),
        "HttpOnly",
        *(("SameSite=None",) if bases.secure else ()),
    ]
    return "Set-Cookie", "; ".join(parts)
