"""The "Standard" password policy: what it accepts, lockout and expiry (reference section 3.5). Times in seconds."""

import re

from pcc.simulator.hashes import is_hash, is_readable_hash, matches_hash
from pcc.simulator.http import Document
from pcc.simulator.problems import ApiRefusal, Detail, invalid_data
from pcc.simulator.state import Credential

__all__ = [
    "change_password",
    "guard_locked",
    "import_password",
    "password_status",
    "recover_password",
    "unsatisfied_requirements",
    "verify_password",
]

DAY = 86400
MINIMUM_LENGTH, MAXIMUM_LENGTH = 8, 255
MAXIMUM_AGE = 182 * DAY
HISTORY_COUNT, HISTORY_AGE = 6, 365 * DAY
LOCKOUT_FAILURES, LOCKOUT_SECONDS = 5, 900
MINIMUM_UNIQUE = 5

_CLASSES = (
    re.compile(r"[A-Z]"),
    re.compile(r"[a-z]"),
    re.compile(r"[0-9]"),
    re.compile(r"[~!@#$%^&*()\-_=+\[\]{}|;:,.<>/?\\]"),
)
_REPEATED = re.compile(r"(.)\1\1", re.DOTALL)
# Words that make a password common, whatever digits and signs stand around them.
_COMMON = frozenset({
    "abc", "admin", "administrator", "changeme", "iloveyou", "letmein", "login", "monkey", "pass", "passw", "passwd",
    "password", "qwerty", "secret", "summer", "test", "user", "welcome", "winter",
})  # fmt: skip

_LOOK_ALIKES = str.maketrans("013457@$", "oleastas")

_TEXTS = {
    "length": f"The password must have between {MINIMUM_LENGTH} and {MAXIMUM_LENGTH} characters.",
    "minCharacters": "The password must have an upper-case and a lower-case letter, a digit and a special character.",
    "maxRepeatedCharacters": "The password must not have the same character more than twice in a row.",
    "minUniqueCharacters": f"The password must have at least {MINIMUM_UNIQUE} different characters.",
    "excludesCommonlyUsed": "The password must not be a commonly used one.",
    "excludesProfileData": "The password must not contain data of the user's profile.",
    "notSimilarToCurrent": "The password must not be similar to the current one.",
    "history": "The password must not be one that was used before.",
}


def unsatisfied_requirements(credential: Credential, user: Document, value: str, *, now: float) -> list[str]:
    """Return the names of the policy's rules that `value` breaks, in the policy's order."""
    current = credential.value
    recent = {old for old, since in credential.history[-HISTORY_COUNT:] if now - since < HISTORY_AGE}
    broken = {
        "length": not MINIMUM_LENGTH <= len(value) <= MAXIMUM_LENGTH,
        "minCharacters": not all(kind.search(value) for kind in _CLASSES),
        "maxRepeatedCharacters": bool(_REPEATED.search(value)),
        "minUniqueCharacters": len(set(value)) < MINIMUM_UNIQUE,
        "excludesCommonlyUsed": _is_common(value),
        "excludesProfileData": any(datum in value.lower() for datum in _profile_data(user)),
        "notSimilarToCurrent": current is not None and current != value and current.lower() == value.lower(),
        "history": any(_is_same(old, value) for old in recent),
    }
    return [name for name in _TEXTS if broken[name]]


def change_password(credential: Credential, user: Document, value: str, *, now: float, target: str) -> None:
    """Set a password, or refuse it with INVALID_DATA and `innerError.unsatisfiedRequirements`."""
    if is_hash(value):
        raise invalid_data(Detail("INVALID_VALUE", "A hash is set by password.set or an import only.", target))
    unsatisfied = unsatisfied_requirements(credential, user, value, now=now)
    if unsatisfied:
        message = "User password did not satisfy password policy requirements"
        inner = {"unsatisfiedRequirements": unsatisfied, **{name: _TEXTS[name] for name in unsatisfied}}
        raise invalid_data(Detail("INVALID_VALUE", message, target, inner))
    _store(credential, value, now=now)


def import_password(
    credential: Credential, user: Document, value: str, *, now: float, target: str, must_change: bool = False
) -> None:
    """Set a password that may come as a hash, which no policy can look into. Refused like `change_password`."""
    if not is_hash(value):
        change_password(credential, user, value, now=now, target=target)
    elif is_readable_hash(value):
        _store(credential, value, now=now)
    else:
        message = "The hash cannot be read here: use {SHA}, {SHA256}, {SHA384}, {SHA512}, or a salted one ({SSHA512})."
        raise invalid_data(Detail("INVALID_VALUE", message, target))
    credential.must_change = must_change


def recover_password(credential: Credential, user: Document, code: str, value: str, *, now: float) -> None:
    """Set a password by a recovery code, which works once. Refused: another code, an expired one, a bad password."""
    known = credential.recovery_code
    if known is None or known != code or credential.recovery_expires_at <= now:
        raise invalid_data(Detail("INVALID_VALUE", "The recovery code is wrong or has expired.", "recoveryCode"))
    change_password(credential, user, value, now=now, target="newPassword")


def verify_password(credential: Credential, value: str, *, now: float) -> bool:
    """Tell whether it is the password. Counts failures: the fifth in a row locks the user."""
    if credential.value is not None and _is_same(credential.value, value):
        credential.failures = 0
        return True
    credential.failures += 1
    if credential.failures >= LOCKOUT_FAILURES:
        credential.failures, credential.locked_until = 0, now + LOCKOUT_SECONDS
    return False


def guard_locked(credential: Credential, *, now: float) -> None:
    """Refuse a locked user."""
    if credential.locked_until > now:
        raise _locked_out(seconds=round(credential.locked_until - now))


def password_status(credential: Credential, *, now: float) -> str:
    """Return OK, NO_PASSWORD, MUST_CHANGE_PASSWORD or PASSWORD_EXPIRED."""
    if credential.value is None:
        return "NO_PASSWORD"
    if credential.must_change:
        return "MUST_CHANGE_PASSWORD"
    return "PASSWORD_EXPIRED" if now - credential.changed_at > MAXIMUM_AGE else "OK"


def _store(credential: Credential, value: str, *, now: float) -> None:
    credential.value, credential.changed_at, credential.must_change = value, now, False
    credential.history = (*credential.history, (value, now))[-HISTORY_COUNT:]
    credential.failures, credential.locked_until, credential.recovery_code = 0, 0.0, None


def _is_same(known: str, value: str) -> bool:
    # A hash proves nobody: only the password that it was made of does.
    return matches_hash(known, value) if is_hash(known) else known == value


def _locked_out(*, seconds: int) -> ApiRefusal:
    message = "The account is locked after too many failed attempts."
    return invalid_data(Detail("PASSWORD_LOCKED_OUT", message, "password", {"secondsUntilUnlock": seconds}))


def _is_common(value: str) -> bool:
    lowered = value.lower()
    spellings = (lowered, lowered.translate(_LOOK_ALIKES))
    return any(re.sub(r"[^a-z]", "", spelling) in _COMMON for spelling in spellings)


def _profile_data(user: Document) -> list[str]:
    name = user.get("name", {})
    data = (user["username"], user["email"], user["email"].partition("@")[0], name.get("given"), name.get("family"))
    # Shorter ones turn up by chance.
    return [datum.lower() for datum in data if datum and len(datum) > 3]
