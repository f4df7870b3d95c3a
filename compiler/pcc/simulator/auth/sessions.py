"""Sign-on sessions and their cookie ST (reference section 4.2). Times in seconds."""

from wsgiref.handlers import format_date_time

from pcc.simulator.calls import Call
from pcc.simulator.state import Session

__all__ = ["expired_cookie", "find_session", "session_by_id", "session_cookie", "start_session"]

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
    return _cookie(call, session.cookie, max_age=LIFETIME, expires_at=session.expires_at)


def expired_cookie(call: Call) -> tuple[str, str]:
    """Return the Set-Cookie header that makes a user agent forget the session."""
    return _cookie(call, "", max_age=0, expires_at=0)


def _cookie(call: Call, value: str, *, max_age: int, expires_at: float) -> tuple[str, str]:
    bases = call.world.bases
    parts = [
        f"{COOKIE}={value}",
        f"Path=/{call.environment.id}",
        f"Max-Age={max_age}",
        f"Expires={format_date_time(expires_at)}",
        *(("Secure",) if bases.secure else ()),
        "HttpOnly",
        *(("SameSite=None",) if bases.secure else ()),
    ]
    return "Set-Cookie", "; ".join(parts)
