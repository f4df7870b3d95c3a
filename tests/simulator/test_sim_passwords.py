"""Passwords: the policy, the vendor content types, lockout (reference section 3.5)."""

import base64
import hashlib
from typing import Any

import pytest

from pcc.simulator.hashes import is_hash, is_readable_hash, matches_hash
from pcc.simulator.passwords import password_status, unsatisfied_requirements
from pcc.simulator.state import Credential
from simulator.sim_client import PASSWORD, VENDOR, Client, unique

PROFILE = {"username": "kingfisher", "email": "heron@example.com", "name": {"given": "Osprey", "family": "Li"}}


@pytest.mark.parametrize(
    ("value", "unsatisfied"),
    [
        (PASSWORD, []),
        ("2FederateM0re!", []),
        ("Kestrel\\Mango47", []),
        ("Ab1#xyz", ["length"]),
        ("Ab1#" + "xyz" * 84, ["length"]),
        ("kestrel#mango47", ["minCharacters"]),
        ("KESTREL#MANGO47", ["minCharacters"]),
        ("Kestrel#Mango", ["minCharacters"]),
        ("KestrelMango47", ["minCharacters"]),
        ("Kestrelll#Mango47", ["maxRepeatedCharacters"]),
        ("Aa1#Aa1#", ["minUniqueCharacters"]),
        ("P@ssw0rd", ["excludesCommonlyUsed"]),
        ("Password1234!", ["excludesCommonlyUsed"]),
        ("Kingfisher#47", ["excludesProfileData"]),
        ("My#Heron47", ["excludesProfileData"]),
        ("Osprey#1234", ["excludesProfileData"]),
        ("Li#Mango4711", []),
        ("", ["length", "minCharacters", "minUniqueCharacters"]),
    ],
)
def test_the_policy_names_the_rules_that_a_password_breaks(value: str, unsatisfied: list[str]) -> None:
    assert unsatisfied_requirements(Credential(), PROFILE, value, now=0.0) == unsatisfied


def test_a_weak_password_is_refused_with_the_unsatisfied_requirements(client: Client) -> None:
    user = client.user()
    answer = client.set_password(user.id, "short")
    assert answer.error == "400 INVALID_DATA INVALID_VALUE value"
    (detail,) = answer.json["details"]
    assert detail["innerError"]["unsatisfiedRequirements"] == ["length", "minCharacters"]
    assert detail["innerError"].keys() == {"unsatisfiedRequirements", "length", "minCharacters"}
    assert "short" not in answer.response.body.decode()


def test_a_password_does_not_come_back_within_six(client: Client) -> None:
    user = client.user()
    unsatisfied = client.set_password(user.id).json["details"][0]["innerError"]["unsatisfiedRequirements"]
    assert unsatisfied == ["history"]
    for number in range(6):
        assert client.set_password(user.id, f"Kestrel#Mango{number}").status == 200
    assert client.set_password(user.id).status == 200


def test_a_password_is_not_the_current_one_in_other_case(client: Client) -> None:
    answer = client.set_password(client.user().id, PASSWORD.swapcase())
    assert answer.json["details"][0]["innerError"]["unsatisfiedRequirements"] == ["notSimilarToCurrent"]


@pytest.mark.parametrize(
    "content_type", ["application/json", f"{VENDOR}password.check+json", "application/x-www-form-urlencoded"]
)
def test_a_password_is_set_with_its_own_content_type_only(client: Client, content_type: str) -> None:
    path, body = f"users/{client.user().id}/password", {"value": "Kestrel#Mango48"}
    assert client.manage("PUT", path, body, content_type=content_type).error == "415 UNSUPPORTED_MEDIA_TYPE"


def test_posting_a_password_sets_nothing(client: Client) -> None:
    user = client.user()
    path, body = f"users/{user.id}/password", {"value": "Kestrel#Mango48"}
    for content_type in (f"{VENDOR}password.set+json", "application/json"):
        assert client.manage("POST", path, body, content_type=content_type).status == 415
    check = {"password": PASSWORD}
    assert client.manage("POST", path, check, content_type=f"{VENDOR}password.check+json").status == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "400 INVALID_DATA REQUIRED_VALUE value"),
        ({"value": ""}, "400 INVALID_DATA EMPTY_VALUE value"),
        ({"value": 1}, "400 INVALID_REQUEST INVALID_VALUE value"),
        ({"value": PASSWORD, "forceChange": "no"}, "400 INVALID_REQUEST INVALID_VALUE forceChange"),
    ],
)
def test_a_wrong_body_is_refused(client: Client, body: object, error: str) -> None:
    path = f"users/{client.user().id}/password"
    assert client.manage("PUT", path, body, content_type=f"{VENDOR}password.set+json").error == error


def test_the_status_follows_the_password(client: Client) -> None:
    user = client.created("users", {"email": "a@b.example", "username": unique("u")})
    path = f"users/{user['id']}/password"
    assert client.manage("GET", path).json["status"] == "NO_PASSWORD"
    assert client.set_password(user["id"], force_change=True).json["status"] == "MUST_CHANGE_PASSWORD"
    assert client.set_password(user["id"], "Kestrel#Mango48").json["status"] == "OK"
    assert password_status(Credential("x", changed_at=0.0), now=183 * 86400.0) == "PASSWORD_EXPIRED"


def test_a_user_changes_the_password_by_telling_the_current_one(client: Client) -> None:
    user = client.user()
    path, reset = f"users/{user.id}/password", f"{VENDOR}password.reset+json"
    wrong = {"currentPassword": "Wrong#Mango47", "newPassword": "Kestrel#Mango48"}
    assert client.manage("PUT", path, wrong, content_type=reset).error.endswith("INVALID_VALUE currentPassword")
    assert client.manage("PUT", path, wrong | {"currentPassword": PASSWORD}, content_type=reset).status == 200


def test_five_wrong_checks_lock_the_account_for_a_quarter_of_an_hour(client: Client) -> None:
    user = client.user()
    path, check = f"users/{user.id}/password", f"{VENDOR}password.check+json"
    for _ in range(5):
        answer = client.manage("POST", path, {"password": "Wrong#Mango47"}, content_type=check)
        assert answer.error == "400 INVALID_DATA INVALID_VALUE password"
    locked = client.manage("POST", path, {"password": PASSWORD}, content_type=check)
    assert locked.error == "400 INVALID_DATA PASSWORD_LOCKED_OUT password"
    assert locked.json["details"][0]["innerError"] == {"secondsUntilUnlock": 900}
    assert client.manage("GET", f"users/{user.id}").json["account"] == {"canAuthenticate": False, "status": "LOCKED"}
    client.simulator.advance(900)
    assert client.manage("POST", path, {"password": PASSWORD}, content_type=check).status == 200


# Recovery


def recover(client: Client, user_id: str, code: str, value: str = "Kestrel#Mango48") -> Any:
    body = {"recoveryCode": code, "newPassword": value}
    return client.manage("POST", f"users/{user_id}/password", body, content_type=f"{VENDOR}password.recover+json")


def credential_of(client: Client, user_id: str) -> Credential:
    return client.simulator._world.environments[client.env].credentials[user_id]


def check(client: Client, user_id: str, value: str) -> int:
    path, body = f"users/{user_id}/password", {"password": value}
    return client.manage("POST", path, body, content_type=f"{VENDOR}password.check+json").status


def test_a_recovery_code_sets_a_password_once_and_unlocks(client: Client) -> None:
    user = client.user()
    credential = credential_of(client, user.id)
    credential.recovery_code, credential.recovery_expires_at = "code", client.simulator.now() + 60
    for _ in range(5):
        check(client, user.id, "Wrong#Mango47")
    weak = recover(client, user.id, "code", "short")
    assert weak.error == "400 INVALID_DATA INVALID_VALUE newPassword"
    assert recover(client, user.id, "other").error == "400 INVALID_DATA INVALID_VALUE recoveryCode"
    assert recover(client, user.id, "code").json["status"] == "OK"
    assert check(client, user.id, "Kestrel#Mango48") == 200
    assert recover(client, user.id, "code", PASSWORD).error == "400 INVALID_DATA INVALID_VALUE recoveryCode"


def test_a_recovery_code_expires_and_is_needed(client: Client) -> None:
    user = client.user()
    assert recover(client, user.id, "code").error == "400 INVALID_DATA INVALID_VALUE recoveryCode"
    credential = credential_of(client, user.id)
    credential.recovery_code, credential.recovery_expires_at = "code", client.simulator.now()
    assert recover(client, user.id, "code").error == "400 INVALID_DATA INVALID_VALUE recoveryCode"
    body = {"newPassword": "Kestrel#Mango48"}
    path, content_type = f"users/{user.id}/password", f"{VENDOR}password.recover+json"
    answer = client.manage("POST", path, body, content_type=content_type)
    assert answer.error == "400 INVALID_DATA REQUIRED_VALUE recoveryCode"
    assert client.manage("PUT", path, body, content_type=content_type).error == "415 UNSUPPORTED_MEDIA_TYPE"
    assert check(client, user.id, PASSWORD) == 200


def test_a_new_password_ends_a_recovery(client: Client) -> None:
    user = client.user()
    credential = credential_of(client, user.id)
    credential.recovery_code, credential.recovery_expires_at = "code", client.simulator.now() + 60
    client.set_password(user.id, "Kestrel#Mango49")
    assert recover(client, user.id, "code").status == 400


# Hashes


def hashed(scheme: str, password: str, *, salt: bytes = b"") -> str:
    name = {"1": "sha1"}.get(scheme.lstrip("SHA") or "1", f"sha{scheme.lstrip('SHA')}")
    digest = hashlib.new(name, password.encode() + salt).digest()
    return f"{{{scheme}}}{base64.b64encode(digest + salt).decode()}"


@pytest.mark.parametrize("scheme", ["SHA", "SHA256", "SHA384", "SHA512", "SSHA", "SSHA256", "SSHA384", "SSHA512"])
def test_a_password_may_be_set_as_a_hash(client: Client, scheme: str) -> None:
    user = client.user()
    # It need not satisfy the policy: nobody can see.
    value = hashed(scheme, "weak", salt=b"salt" if scheme.startswith("SS") else b"")
    assert client.set_password(user.id, value, force_change=True).json["status"] == "MUST_CHANGE_PASSWORD"
    assert client.set_password(user.id, value).json["status"] == "OK"
    assert check(client, user.id, "weak") == 200
    assert check(client, user.id, value) == 400
    assert check(client, user.id, PASSWORD) == 400


def test_a_hashed_password_counts_in_the_history(client: Client) -> None:
    user = client.user()
    client.set_password(user.id, hashed("SSHA512", "Kestrel#Mango48", salt=b"x"))
    unsatisfied = client.set_password(user.id, "Kestrel#Mango48").json["details"][0]["innerError"]
    assert unsatisfied["unsatisfiedRequirements"] == ["history"]


def test_a_user_who_signs_on_with_a_hashed_password(client: Client) -> None:
    app, user = client.app(), client.user()
    client.set_password(user.id, hashed("SSHA512", "weak", salt=b"12345678"))
    assert client.login(client.authorize(app).query("flowId"), user, "weak").json["status"] == "COMPLETED"


@pytest.mark.parametrize(
    "value",
    [
        "{BCRYPT}$2a$10$N9qo8uLOickgx2ZMRZoMye",
        "{MD5}XUFAKrxLKna5cZ2REBfFkg==",
        "{SSHA512}",
        "{SSHA512}not base64!",
        "{SSHA512}AAAA",
        hashed("SHA512", "weak").replace("{SHA512}", "{SSHA512}"),
        hashed("SSHA512", "weak", salt=b"x").replace("{SSHA512}", "{SHA512}"),
    ],
)
def test_a_hash_that_cannot_be_read_is_refused(client: Client, value: str) -> None:
    user = client.user()
    answer = client.set_password(user.id, value)
    assert answer.error == "400 INVALID_DATA INVALID_VALUE value"
    assert "SSHA512" in answer.json["details"][0]["message"]
    assert check(client, user.id, PASSWORD) == 200


def test_a_user_cannot_choose_a_hash(client: Client) -> None:
    user = client.user()
    body = {"currentPassword": PASSWORD, "newPassword": hashed("SSHA512", "weak", salt=b"x")}
    content_type = f"{VENDOR}password.reset+json"
    answer = client.manage("PUT", f"users/{user.id}/password", body, content_type=content_type)
    assert answer.error == "400 INVALID_DATA INVALID_VALUE newPassword"


def test_any_other_word_in_braces_is_no_hash(client: Client) -> None:
    assert not is_hash("{Kestrel}#Mango47")
    assert not is_readable_hash("{Kestrel}#Mango47")
    assert not matches_hash("{BCRYPT}x", "x")
    user = client.user()
    assert client.set_password(user.id, "{Kestrel}#Mango47").status == 200
    assert check(client, user.id, "{Kestrel}#Mango47") == 200
