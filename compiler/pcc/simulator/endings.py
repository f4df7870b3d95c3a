"""What ends with what: tokens with their session, and everything with its user or its application."""

from collections.abc import Callable

from pcc.simulator.environments import Environment
from pcc.simulator.state import DeviceGrant, Family, Grant, Session

__all__ = ["end_session", "forget_application", "forget_user", "revoke"]


def revoke(environment: Environment, family: Family) -> None:
    """Revoke a grant's tokens, access and refresh (RFC 7009 section 2.1)."""
    family.revoked = True
    environment.shelves.access_tokens.discard(lambda token: token.family is family)


def end_session(environment: Environment, session: Session) -> None:
    """End a session and what came of it (reference section 4.4)."""
    shelves = environment.shelves
    shelves.sessions.remove(session.cookie)
    shelves.flows.discard(lambda flow: flow.session_id == session.id)
    _forget_devices(environment, lambda device: device.session_id == session.id)
    _forget_grants(environment, lambda grant: grant.session_id == session.id)


def forget_user(environment: Environment, user_id: str) -> None:
    """Forget the sign-ons of a deleted or disabled user and all that came of them."""
    shelves = environment.shelves
    shelves.sessions.discard(lambda session: session.user_id == user_id)
    shelves.flows.discard(lambda flow: flow.user_id == user_id)
    _forget_devices(environment, lambda device: device.user_id == user_id)
    _forget_grants(environment, lambda grant: grant.user_id == user_id)


def forget_application(environment: Environment, client_id: str) -> None:
    """Forget what a deleted or disabled application had under way, and its tokens."""
    shelves = environment.shelves
    shelves.flows.discard(lambda flow: flow.client_id == client_id)
    shelves.pushed_requests.discard(lambda request: request.client_id == client_id)
    shelves.access_tokens.discard(lambda token: token.client_id == client_id)
    _forget_devices(environment, lambda device: device.client_id == client_id)
    _forget_grants(environment, lambda grant: grant.client_id == client_id)


def _forget_devices(environment: Environment, ended: Callable[[DeviceGrant], bool]) -> None:
    environment.shelves.devices.discard(ended)
    environment.shelves.user_codes.discard(ended)


def _forget_grants(environment: Environment, ended: Callable[[Grant], bool]) -> None:
    shelves = environment.shelves
    shelves.codes.discard(lambda code: ended(code.grant))
    shelves.refresh_tokens.discard(lambda token: ended(token.family.grant))
    shelves.access_tokens.discard(lambda token: token.family is not None and ended(token.family.grant))
