"""Stable ids: functions of names alone, so that two builds of one source are the same bytes (design law 4)."""

from uuid import UUID, uuid5

__all__ = ["stable_id"]

_NAMESPACE = UUID("6f1d1b8e-3c1f-5d62-9d0a-2f6f8c1b7a54")


def stable_id(*path: str) -> str:
    """Return the uuid5 (RFC 9562) of a path of names; the separator cannot occur in a name."""
    return str(uuid5(_NAMESPACE, "\x1f".join(path)))
