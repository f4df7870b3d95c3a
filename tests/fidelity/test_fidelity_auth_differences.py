"""Where pcc signs otherwise than Newman, on purpose: what each of them does."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from fidelity.auth_cases import FORM, JSON, AuthCase
from fidelity.auth_runs import Both, Drawn, collection_of, find, run_both
from fidelity.auth_servers import authorization, message_type
from fidelity.newman_driver import Newman
from fidelity.recording import Recorded, Reply
from pcc.runner.request.auth import AUTH_TYPES

AWS = {"accessKey": "AKIDEXAMPLE", "secretKey": "secret"}
HAWK = {"authId": "id", "authKey": "key", "algorithm": "sha256"}
MULTIPART = {"mode": "formdata", "formdata": [{"key": "a", "value": "b", "type": "text"}]}
DIGEST = {"username": "u", "password": "p"}


def run(newman: Newman, folder: Path, *cases: AuthCase, **options: Any) -> Both:
    return run_both(newman, folder, lambda url: collection_of(*(case.item(url) for case in cases)), **options)


def signatures(requests: list[Recorded]) -> list[str]:
    return list(map(authorization, requests))


def header(request: Recorded, name: str) -> str:
    return next((value for key, value in request.headers if key.lower() == name.lower()), "")


@pytest.mark.parametrize(
    ("kind", "attributes", "reason"),
    [
        ("jwt", {"algorithm": "none"}, "its algorithm “none” is none of HS256, "),
        ("jwt", {"algorithm": "HS256"}, "`secret` is empty"),
        ("jwt", {"algorithm": "HS256", "secret": "s", "payload": "[1"}, "`payload` is not JSON"),
        ("jwt", {"algorithm": "HS256", "secret": "s", "payload": "[1]"}, "`payload` is not a JSON object"),
        ("jwt", {"algorithm": "RS256", "privateKey": "k3y"}, "the private key is not in PEM"),
        (
            "jwt",
            {
                "algorithm": "RS256",
                "privateKey": "-----BEGIN ENCRYPTED PRIVATE KEY-----k3y-----END ENCRYPTED PRIVATE KEY-----",
            },
            "the private key has a passphrase",
        ),
        ("asap", {"iss": "i", "kid": "k", "privateKey": "k3y"}, "`aud` is missing"),
        ("asap", {"iss": "i", "aud": "a", "kid": "k", "privateKey": "data:k3y"}, "not a data URI of the form"),
        ("oauth1", {"consumerKey": "k", "consumerSecret": "s", "signatureMethod": "MD5"}, "its method “MD5” is none"),
        (
            "oauth1",
            {"consumerKey": "k", "privateKey": "k3y", "signatureMethod": "RSA-SHA1"},
            "the private key is not in PEM",
        ),
        ("digest", {**DIGEST, "realm": "r", "nonce": "n", "algorithm": "SHA-1"}, "its algorithm “SHA-1” is none of"),
        ("hawk", {**HAWK, "algorithm": "md5"}, "its algorithm “md5” is neither sha1 nor sha256"),
        ("azure", {"token": "t"}, f"the auth type “azure” is none of Postman's: {', '.join(AUTH_TYPES)}"),
    ],
)
def test_what_cannot_be_signed_is_not_sent(
    kind: str, attributes: dict[str, Any], reason: str, newman: Newman, tmp_path: Path
) -> None:
    both = run(newman, tmp_path, AuthCase("wrong", kind, attributes))
    assert signatures(both.expected) == [""]
    assert both.found == []
    assert reason in (both.run.items[0].error or "")
    assert "k3y" not in (both.run.items[0].error or "")


def test_every_hawk_request_has_a_nonce_of_its_own(newman: Newman, tmp_path: Path) -> None:
    one, two = AuthCase("1", "hawk", HAWK), AuthCase("2", "hawk", HAWK)

    def make(url: str) -> dict[str, Any]:
        return collection_of(one.item(url, auth=False), two.item(url, auth=False), auth=one.auth)

    drawn = Drawn(1e9, integers=list(range(12)))
    both = run_both(newman, tmp_path, make, drawn=drawn)
    nonces = [[find('nonce="([^"]+)', text) for text in signatures(sent)] for sent in (both.expected, both.found)]
    assert nonces[0][0] == nonces[0][1]
    assert nonces[1] == ["abcdef", "ghijkl"]


def test_hawk_without_an_algorithm_is_sha256(newman: Newman, tmp_path: Path) -> None:
    bare, full = AuthCase("1", "hawk", {**HAWK, "algorithm": ""}), AuthCase("1", "hawk", HAWK)
    both = run(newman, tmp_path, bare, full)
    assert authorization(both.expected[0]) == ""
    assert authorization(both.found[0]) == authorization(both.found[1])


@pytest.mark.parametrize("body", [FORM, MULTIPART])
def test_hawk_hashes_the_payload_with_the_type_that_goes_out(
    body: dict[str, Any], newman: Newman, tmp_path: Path
) -> None:
    case = AuthCase("payload", "hawk", {**HAWK, "includePayloadHash": True}, method="POST", body=body)
    both = run(newman, tmp_path, case)
    right = [find('hash="([^"]+)', authorization(sent)) == payload_hash(sent) for sent in (*both.expected, *both.found)]
    assert right == [False, True]


def payload_hash(request: Recorded) -> str:
    media_type = header(request, "Content-Type").partition(";")[0]
    data = f"hawk.1.payload\n{media_type}\n".encode() + request.body + b"\n"
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


@pytest.mark.parametrize(("method", "body"), [("POST", MULTIPART), ("GET", JSON)])
def test_aws_hashes_the_body_that_goes_out(method: str, body: dict[str, Any], newman: Newman, tmp_path: Path) -> None:
    both = run(newman, tmp_path, AuthCase("hash", "awsv4", AWS, method=method, body=body))
    (expected,), (found,) = both.expected, both.found
    assert header(found, "X-Amz-Content-Sha256") == (hashlib.sha256(found.body).hexdigest() if found.body else "")
    assert header(expected, "X-Amz-Content-Sha256") != hashlib.sha256(expected.body).hexdigest()


def test_aws_signs_the_content_type_that_goes_out(newman: Newman, tmp_path: Path) -> None:
    both = run(newman, tmp_path, AuthCase("type", "awsv4", AWS, method="POST", body=FORM))
    signed = [find("SignedHeaders=([^,]+)", authorization(sent)) for sent in (*both.expected, *both.found)]
    assert signed[0] == signed[1].removeprefix("content-type;")
    assert signed[0] != signed[1]


def test_aws_signs_the_address_that_goes_out(newman: Newman, tmp_path: Path) -> None:
    # Newman signs with the parameters of an older signature, then takes them away.
    place = "/plain?x=1&X-Amz-Date=20200101T000000Z"
    in_query = {**AWS, "addAuthDataToQuery": True}
    both = run(
        newman, tmp_path, AuthCase("1", "awsv4", in_query, place), AuthCase("2", "awsv4", in_query, "/plain?x=1")
    )
    assert "20200101" in both.expected[0].target
    assert "20200101" not in both.found[0].target
    assert header(both.found[0], "X-Case") != header(both.found[1], "X-Case")
    assert both.found[0].target.partition("Signature=")[0] == both.found[1].target.partition("Signature=")[0]


def test_digest_keeps_challenges_to_their_origin(newman: Newman, tmp_path: Path) -> None:
    one, two = (AuthCase(name, "digest", DIGEST, "/digest/auth/MD5") for name in "12")

    def make(url: str) -> dict[str, Any]:
        elsewhere = url.replace("127.0.0.1", "localhost")
        return collection_of(one.item(url, auth=False), two.item(elsewhere, auth=False), auth=one.auth)

    both = run_both(newman, tmp_path, make)
    signed = [[bool(text) for text in signatures(sent)] for sent in (both.expected, both.found)]
    assert signed == [[False, True, True], [False, True, False, True]]


def challenge(**params: str) -> Reply:
    asked = ", ".join(f"{name}={value}" for name, value in {"realm": '"r"', "nonce": '"n"', **params}.items())
    return Reply(401, (("WWW-Authenticate", f"Digest {asked}"),))


@pytest.mark.parametrize(
    ("asked", "others", "newmans", "ours"),
    [
        ({"qop": '"auth,auth-int"'}, {}, "", "qop=auth"),
        ({"qop": "auth"}, {}, "", "qop=auth"),
        ({"algorithm": "SHA-256"}, {}, 'algorithm="MD5"', 'algorithm="SHA-256"'),
    ],
)
def test_digest_reads_the_whole_challenge(
    asked: dict[str, str], others: dict[str, str], newmans: str, ours: str, newman: Newman, tmp_path: Path
) -> None:
    case = AuthCase("asked", "digest", {**DIGEST, **others}, "/asked")
    both = run(newman, tmp_path, case, replies={"/asked": challenge(**asked)})
    pattern = r"\b(qop=[\w-]+|algorithm=\"[\w-]+\")" if "qop" not in asked else r"\b(qop=[\w-]+)"
    assert [find(pattern, sent[-1]) for sent in (signatures(both.expected), signatures(both.found))] == [newmans, ours]


def test_digest_draws_what_a_known_challenge_lacks(newman: Newman, tmp_path: Path) -> None:
    known = {**DIGEST, "realm": "r", "nonce": "n", "qop": "auth"}
    both = run(newman, tmp_path, AuthCase("known", "digest", known))
    assert 'qop=auth, cnonce="undefined"' in authorization(both.expected[0])
    assert 'qop=auth, nc=00000001, cnonce="hhhhhhhh"' in authorization(both.found[0])


def nonces(*, stale: str) -> Any:
    seen: list[Recorded] = []

    def answer(request: Recorded) -> Reply:
        seen.append(request)
        return challenge(nonce=f'"n{len(seen)}"', stale=stale)

    return answer


@pytest.mark.parametrize(("stale", "sends"), [("true", 4), ("false", 2)])
def test_digest_answers_a_stale_nonce_three_times_at_most(
    stale: str, sends: int, newman: Newman, tmp_path: Path
) -> None:
    both = run(newman, tmp_path, AuthCase("stale", "digest", DIGEST, "/stale"), replies={"/stale": nonces(stale=stale)})
    assert (len(both.expected), len(both.found)) == (2, sends)


def test_digest_answers_once_more_when_a_remembered_nonce_is_refused(newman: Newman, tmp_path: Path) -> None:
    one, two = (AuthCase(name, "digest", DIGEST, "/expiring") for name in "12")

    def answer(request: Recorded) -> Reply:
        wanted = header(request, "X-Case")[-1]
        return Reply() if f'nonce="{wanted}"' in authorization(request) else challenge(nonce=f'"{wanted}"')

    def make(url: str) -> dict[str, Any]:
        return collection_of(one.item(url, auth=False), two.item(url, auth=False), auth=one.auth)

    both = run_both(newman, tmp_path, make, replies={"/expiring": answer})
    assert (len(both.expected), len(both.found)) == (3, 4)
    assert [item.response and item.response.status for item in both.run.items] == [200, 200]


def test_digest_counts_in_hexadecimal(newman: Newman, tmp_path: Path) -> None:
    cases = [AuthCase(str(number), "digest", DIGEST, "/digest/auth/MD5") for number in range(10)]

    def make(url: str) -> dict[str, Any]:
        return collection_of(*(case.item(url, auth=False) for case in cases), auth=cases[0].auth)

    both = run_both(newman, tmp_path, make)
    counts = [find("nc=(\\w+)", sent[-1]) for sent in (signatures(both.expected), signatures(both.found))]
    assert counts == ["00000010", "0000000a"]


def test_digest_without_a_user_is_not_repeated(newman: Newman, tmp_path: Path) -> None:
    both = run(newman, tmp_path, AuthCase("nobody", "digest", {"password": "p"}, "/digest/auth/MD5"))
    assert (signatures(both.expected), signatures(both.found)) == (["", ""], [""])


def test_oauth1_sends_the_method_that_it_signs_with(newman: Newman, tmp_path: Path) -> None:
    keys = {"consumerKey": "k", "consumerSecret": "s", "addParamsToHeader": True}
    both = run(newman, tmp_path, AuthCase("method", "oauth1", keys))
    assert "oauth_signature_method" not in authorization(both.expected[0])
    assert 'oauth_signature_method="HMAC-SHA1"' in authorization(both.found[0])


def test_oauth1_signs_no_form_that_is_not_sent(newman: Newman, tmp_path: Path) -> None:
    fixed = {"timestamp": "1", "nonce": "n", "signatureMethod": "HMAC-SHA1", "addParamsToHeader": True}
    keys = {"consumerKey": "k", "consumerSecret": "s", **fixed}
    both = run(newman, tmp_path, AuthCase("1", "oauth1", keys), AuthCase("2", "oauth1", keys, body=FORM))
    assert authorization(both.expected[0]) == authorization(both.found[0]) == authorization(both.found[1])
    assert authorization(both.expected[1]) != authorization(both.expected[0])


def test_edgegrid_hashes_a_form_with_files(newman: Newman, tmp_path: Path) -> None:
    keys = {"accessToken": "a", "clientToken": "c", "clientSecret": "s", "nonce": "n", "timestamp": "t"}
    posts = [
        AuthCase(name, "edgegrid", keys, method="POST", body=body) for name, body in (("1", MULTIPART), ("2", None))
    ]
    both = run(newman, tmp_path, *posts)
    # Newman signs as if there were no body.
    assert len(set(signatures(both.expected))) == 1
    assert len(set(signatures(both.found))) == 2
    assert re.search(r"signature=\S{44}$", authorization(both.found[0]))


def test_ntlm_is_offered_in_small_letters_too(newman: Newman, tmp_path: Path) -> None:
    both = run(newman, tmp_path, AuthCase("small", "ntlm", {"username": "u"}, "/ntlm/v2/small"))
    assert list(map(message_type, both.expected)) == [0]
    assert list(map(message_type, both.found)) == [0, 1, 3]


def test_oauth1_hashes_a_multipart_body(newman: Newman, tmp_path: Path) -> None:
    hashed = {"includeBodyHash": True, "addParamsToHeader": True, "signatureMethod": "HMAC-SHA1"}
    keys = {"consumerKey": "k", "consumerSecret": "s", **hashed}
    both = run(newman, tmp_path, AuthCase("hash", "oauth1", keys, method="POST", body=MULTIPART))
    hashes = [find('oauth_body_hash="([^"]*)"', authorization(sent)) for sent in (*both.expected, *both.found)]
    assert hashes[1] == quote(base64.b64encode(hashlib.sha1(both.found[0].body).digest()).decode(), safe="")
    assert hashes[0] != hashes[1]


def test_aws_in_the_query_hashes_the_body_that_goes_out(newman: Newman, tmp_path: Path) -> None:
    in_query = {**AWS, "addAuthDataToQuery": True}
    cases = [
        AuthCase(name, "awsv4", in_query, "/plain", "POST", body=body) for name, body in (("1", JSON), ("2", None))
    ]
    both = run(newman, tmp_path, *cases)
    signed = [find("X-Amz-Signature=([0-9a-f]+)", sent.target) for sent in (*both.expected, *both.found)]
    assert signed[2] != signed[3]
    assert signed[0] != signed[2]


def test_digest_of_a_session_sends_what_it_hashed(newman: Newman, tmp_path: Path) -> None:
    case = AuthCase("session", "digest", DIGEST, "/asked")
    both = run(newman, tmp_path, case, replies={"/asked": challenge(algorithm='"MD5-sess"')})
    assert "cnonce" not in authorization(both.expected[-1])
    assert re.search(r'nc=00000001, cnonce="[^"]+"', authorization(both.found[-1]))
