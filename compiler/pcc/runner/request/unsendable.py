"""Why a request cannot be built."""

__all__ = ["UnsendableError"]


class UnsendableError(Exception):
    """The request cannot be sent: the reason in a sentence, which becomes the item's error."""
