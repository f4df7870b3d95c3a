"""Signatures against the figures that the standards, or their authors, have published."""

import base64
import json
from collections.abc import Mapping
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from pcc.model.collection import Item
from pcc.model.json import JsonValue
from pcc.model.request import Body, FormParam, OtherAuth, RawBody, UrlencodedBody
from pcc.runner.request import Tools
from runner.fakes import FakeClock, FakeRandomness, built, header_of, item, text, url


def signed(
    kind: str,
    target: str,
    attributes: Mapping[str, JsonValue],
    *headers: tuple[str, str],
    at: float = 0,
    method: str = "GET",
    body: Body | None = None,
) -> str:
    """The credentials that a request goes out with, at a time in seconds."""
    step = step_of(kind, target, attributes, *headers, method=method, body=body)
    tools = Tools(FakeClock(at), FakeRandomness())
    return header_of(built(step, tools=tools).http.headers, "Authorization") or ""


def step_of(
    kind: str,
    target: str,
    attributes: Mapping[str, JsonValue],
    *headers: tuple[str, str],
    method: str = "GET",
    body: Body | None = None,
) -> Item:
    place, _, query = target.partition("?")
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    address = url(place, *((name, value if equals else None) for name, equals, value in pairs))
    auth = OtherAuth(kind, tuple(attributes.items()))
    return item("a", address, method=method, header=headers, body=body, auth=auth)


# AWS's Signature Version 4 test suite, and its examples for S3.
SUITE: dict[str, JsonValue] = {
    "accessKey": "AKIDEXAMPLE",
    "secretKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "service": "service",
}
S3: dict[str, JsonValue] = {
    "accessKey": "AKIAIOSFODNN7EXAMPLE",
    "secretKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "service": "s3",
}


@pytest.mark.parametrize(
    ("method", "place", "header", "signature"),
    [
        ("GET", "/", (), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        ("POST", "/", (), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            "GET",
            "/?Param2=value2&Param1=value1",
            (),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "GET",
            "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            (),
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        ),
        ("GET", "/example/..", (), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        (
            "GET",
            "/",
            (("My-Header1", " value1"), ("My-Header2", ' "a   b   c"')),
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        (
            "POST",
            "/",
            (("My-Header1", "VALUE1"),),
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
    ],
)
def test_aws_signs_as_its_test_suite_does(
    method: str, place: str, header: tuple[tuple[str, str], ...], signature: str
) -> None:
    sent = signed("awsv4", f"https://example.amazonaws.com{place}", SUITE, *header, at=1440938160, method=method)
    assert sent.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, Signed")
    assert sent.endswith(f"Signature={signature}")


@pytest.mark.parametrize(
    ("query", "signature"),
    [
        ("lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_aws_signs_as_the_examples_of_s3_do(query: str, signature: str) -> None:
    sent = signed("awsv4", f"https://examplebucket.s3.amazonaws.com/?{query}", S3, at=1369353600)
    assert "SignedHeaders=host;x-amz-content-sha256;x-amz-date, " in sent
    assert sent.endswith(f"Signature={signature}")


def test_aws_signs_an_address_as_the_example_of_s3_does() -> None:
    target = "https://examplebucket.s3.amazonaws.com/test.txt"
    step = step_of("awsv4", target, {**S3, "addAuthDataToQuery": True})
    sent = built(step, tools=Tools(FakeClock(1369353600), FakeRandomness())).http
    assert sent.url == (
        f"{target}?X-Amz-Expires=86400&X-Amz-Date=20130524T000000Z&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )
    assert header_of(sent.headers, "Authorization") is None


def test_oauth1_signs_as_rfc_5849_does() -> None:
    # Section 1.2.
    sent = signed(
        "oauth1",
        "http://photos.example.net/photos?file=vacation.jpg&size=original",
        {
            "consumerKey": "dpf43f3p2l4k3l03",
            "consumerSecret": "kd94hf93k423kf44",
            "token": "nnch734d00sl2jdk",
            "tokenSecret": "pfkkdhi9sl3r4s00",
            "signatureMethod": "HMAC-SHA1",
            "timestamp": "137131202",
            "nonce": "chapoH",
            "realm": "Photos",
            "addParamsToHeader": True,
        },
    )
    assert sent == (
        'OAuth realm="Photos",oauth_consumer_key="dpf43f3p2l4k3l03",oauth_token="nnch734d00sl2jdk",'
        'oauth_signature_method="HMAC-SHA1",oauth_timestamp="137131202",oauth_nonce="chapoH",'
        'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"'
    )


def test_oauth1_signs_query_and_form_as_rfc_5849_does() -> None:
    # Section 3.1, with the secrets and the signature of its erratum 2550.
    form = UrlencodedBody((FormParam(text("c2"), text("")), FormParam(text("a3"), text("2 q"))))
    sent = signed(
        "oauth1",
        "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
        {
            "consumerKey": "9djdj82h48djs9d2",
            "consumerSecret": "j49sk3j29djd",
            "token": "kkk9d7dh3k39sjv7",
            "tokenSecret": "dh893hdasih9",
            "signatureMethod": "HMAC-SHA1",
            "timestamp": "137131201",
            "nonce": "7d8f3e4a",
            "addParamsToHeader": True,
            "disableHeaderEncoding": True,
        },
        method="POST",
        body=form,
    )
    assert 'oauth_signature="r6/TJjbCOr97/+UU0NsvSne7s5g="' in sent


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_digest_answers_as_rfc_7616_does(algorithm: str, response: str) -> None:
    # Section 3.9.1.
    sent = signed(
        "digest",
        "http://www.example.org/dir/index.html",
        {
            "username": "Mufasa",
            "password": "Circle of Life",
            "realm": "http-auth@example.org",
            "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            "clientNonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            "opaque": "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
            "qop": "auth",
            "algorithm": algorithm,
        },
    )
    assert f'uri="/dir/index.html", algorithm="{algorithm}", qop=auth, nc=00000001, cnonce="f2/wE4q' in sent
    assert f'response="{response}", opaque="FQhe' in sent


HAWK: dict[str, JsonValue] = {
    "authId": "dh37fgj492je",
    "authKey": "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn",
    "algorithm": "sha256",
    "timestamp": "1353832234",
    "nonce": "j4h3g2",
    "extraData": "some-app-ext-data",
}


def test_hawk_signs_as_its_own_example_does() -> None:
    sent = signed("hawk", "http://example.com:8000/resource/1?b=1&a=2", HAWK)
    assert sent == (
        'Hawk id="dh37fgj492je", ts="1353832234", nonce="j4h3g2", ext="some-app-ext-data", '
        'mac="6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="'
    )


def test_hawk_signs_a_payload_as_its_own_example_does() -> None:
    target = "http://example.com:8000/resource/1?b=1&a=2"
    body = RawBody(text("Thank you for flying Hawk"))
    sent = signed("hawk", target, {**HAWK, "includePayloadHash": True}, method="POST", body=body)
    assert 'hash="Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY="' in sent
    assert sent.endswith('mac="aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw="')


EDGE: dict[str, JsonValue] = {
    "clientToken": "akab-client-token-xxx-xxxxxxxxxxxxxxxx",
    "accessToken": "akab-access-token-xxx-xxxxxxxxxxxxxxxx",
    "clientSecret": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=",
    "timestamp": "20140321T19:34:21+0000",
    "nonce": "nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    "maxBodySize": 2048,
}


@pytest.mark.parametrize(
    ("method", "place", "body", "signature"),
    [
        ("GET", "/", None, "tL+y4hxyHxgWVD30X3pWnGKHcPzmrIF+LThiAOhMxYU="),
        ("GET", "/testapi/v1/t1?p1=1&p2=2", None, "hKDH1UlnQySSHjvIcZpDMbQHihTQ0XyVAKZaApabdeA="),
        (
            "GET",
            "/testapi/v1/configs/111;222;333?from=12345&limit=200000",
            None,
            "pmQF7Is2+O4r/mMojPR4yeF58BrempNNoBX5/DT0Fxs=",
        ),
        ("POST", "/testapi/v1/t3", "datadatadatadatadatadatadatadata", "hXm4iCxtpN22m4cbZb4lVLW5rhX8Ca82vCFqXzSTPe4="),
    ],
)
def test_edgegrid_signs_as_akamais_test_data_does(method: str, place: str, body: str | None, signature: str) -> None:
    target = f"https://akaa-baseurl-xxxxxxxxxxx-xxxxxxxxxxxxx.luna.akamaiapis.net{place}"
    sent = signed("edgegrid", target, EDGE, method=method, body=RawBody(text(body)) if body else None)
    assert sent.endswith(f";nonce=nonce-xx-xxxx-xxxx-xxxx-xxxxxxxxxxxx;signature={signature}")


def test_a_token_is_signed_as_the_example_of_jwt_io_is() -> None:
    sent = signed(
        "jwt",
        "http://host.test/",
        {
            "algorithm": "HS256",
            "secret": "your-256-bit-secret",
            "header": '{"alg": "none", "typ": "JWT"}',
            "payload": '{"sub": "1234567890", "name": "John Doe", "iat": 1516239022}',
        },
    )
    assert sent == (
        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0Ijox"
        "NTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
    )


CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


RSA = tuple(f"{family}{bits}" for family in ("RS", "PS") for bits in (256, 384, 512))


@pytest.mark.parametrize("algorithm", [*CURVES, *RSA])
@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_token_of_every_algorithm_is_verified_by_another_library(algorithm: str, form: PrivateFormat) -> None:
    key = ec.generate_private_key(CURVES[algorithm]) if algorithm in CURVES else rsa_key()
    pem = key.private_bytes(Encoding.PEM, form, NoEncryption()).decode().replace("\n", "")
    sent = signed("jwt", "http://host.test/", {"algorithm": algorithm, "privateKey": pem, "payload": {"a": 1}})
    public = ECKey.import_key(key) if isinstance(key, ec.EllipticCurvePrivateKey) else RSAKey.import_key(key)
    token = jws.deserialize_compact(sent.removeprefix("Bearer "), public, [algorithm])
    assert (token.payload, token.protected) == (b'{"a":1}', {"alg": algorithm})


def test_asap_fills_in_what_its_claims_leave_out() -> None:
    key = rsa_key()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    sent = signed(
        "asap", "http://host.test/", {"iss": "i", "aud": "a", "kid": "k", "exp": "20", "privateKey": pem}, at=100
    )
    header, payload, _ = sent.removeprefix("Bearer ").split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "RS256", "kid": "k"}
    assert json.loads(base64.urlsafe_b64decode(payload + "==")) == {
        "iat": 100,
        "iss": "i",
        "sub": "i",
        "jti": "00000000-0000-4000-8000-000000000001",
        "aud": "a",
        "exp": 120,
    }


def test_scripts_do_not_see_the_type_of_a_form_because_it_is_signed() -> None:
    form = UrlencodedBody((FormParam(text("a"), text("b")),))
    step = step_of("awsv4", "http://host.test/", SUITE, method="POST", body=form)
    assert "SignedHeaders=content-type;host;" in (header_of(built(step).http.headers, "Authorization") or "")
    assert built(step).unseen == ("Content-Type",)


def test_scripts_see_the_parameters_that_oauth1_puts_into_a_form() -> None:
    form = UrlencodedBody((FormParam(text("a"), text("b")),))
    keys = {"consumerKey": "k", "consumerSecret": "s", "nonce": "n", "timestamp": "1"}
    fields = dict(built(step_of("oauth1", "http://host.test/", keys, method="POST", body=form)).form or ())
    assert (fields["a"], fields["oauth_nonce"], len(fields)) == ("b", "n", 6)
