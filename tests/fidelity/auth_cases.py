"""Requests with credentials of every kind, as they stand in a collection file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

__all__ = ["CASES", "AuthCase", "ec_key", "pem_of", "rsa_key"]

FORM = {"mode": "urlencoded", "urlencoded": [{"key": "b", "value": "x y+ü"}, {"key": "a", "value": "1"}]}
JSON = {"mode": "raw", "raw": '{"a": "ü"}', "options": {"raw": {"language": "json"}}}
GRAPHQL = {"mode": "graphql", "graphql": {"query": "{ me }", "variables": '{"a": 1}'}}
ODD_QUERY = "a=1&a=0&b=x%20y&c=%2B+%C3%BC&d=(!*')&e&f=&=g&~-_.=1"
ODDER_QUERY = "d[0]=(!*')&c=+%C3%BC|^"
FILE = {"mode": "file", "file": {"src": "data.bin"}}


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass(frozen=True)
class AuthCase:
    """One item. `place` is path and query; a path under `/digest` or `/ntlm` is challenged."""

    name: str
    kind: str
    attributes: dict[str, Any]
    place: str = "/plain?x=1&y=a%20b"
    method: str = "GET"
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    sends: int = 1

    @property
    def title(self) -> str:
        return f"{self.kind}, {self.name}"

    def item(self, base_url: str, *, auth: bool = True) -> dict[str, Any]:
        """The item, named in a header of its own so that its requests are known."""
        headers = [{"key": "X-Case", "value": self.title}, *({"key": k, "value": v} for k, v in self.headers.items())]
        request: dict[str, Any] = {"method": self.method, "header": headers, "url": base_url + self.place}
        if self.body is not None:
            request["body"] = self.body
        if auth:
            request["auth"] = self.auth
        return {"name": self.title, "request": request, "protocolProfileBehavior": self.settings}

    @property
    def auth(self) -> dict[str, Any]:
        entries = [{"key": key, "value": value} for key, value in self.attributes.items()]
        return {"type": self.kind, self.kind: entries}


AWS = {"accessKey": "AKIDEXAMPLE", "secretKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
S3 = {**AWS, "service": "s3", "region": "eu-west-1"}
OAUTH = {"consumerKey": "ck", "consumerSecret": "c s", "token": "tk", "tokenSecret": "t&s", "version": "1.0"}
IN_HEADER = {**OAUTH, "signatureMethod": "HMAC-SHA1", "addParamsToHeader": True, "realm": "a realm"}
HAWK = {"authId": "dh37fgj492je", "authKey": "werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn", "algorithm": "sha256"}
DIGEST = {"username": "Mufasa", "password": "Circle Of Life"}
NTLM = {"username": "User", "password": "Pässword", "domain": "Domain", "workstation": "Station"}
EDGE = {"accessToken": "akab-access", "clientToken": "akab-client", "clientSecret": "secret="}
JWT = {"algorithm": "HS256", "secret": "sécret", "payload": '{"sub": "é", "n": 1.50, "2": true, "1": null}'}
ASAP = {"iss": "issuer", "aud": "audience", "kid": "some/key", "exp": "60"}


def _aws() -> Iterator[AuthCase]:
    yield AuthCase("GET", "awsv4", AWS)
    yield AuthCase("odd query", "awsv4", AWS, f"/aws?{ODD_QUERY}")
    yield AuthCase("odder query", "awsv4", AWS, f"/aws?{ODDER_QUERY}")
    yield AuthCase("odd path", "awsv4", AWS, "/a//b/./c/../d%20e/f g/ü/(1)[2]")
    yield AuthCase("JSON", "awsv4", {**AWS, "service": "iam", "region": "eu-west-1"}, method="POST", body=JSON)
    of_form = {"Content-Type": "application/x-www-form-urlencoded"}
    with_token = {**AWS, "sessionToken": "to/ken"}
    yield AuthCase("form", "awsv4", with_token, method="POST", body=FORM, headers=of_form)
    yield AuthCase("GraphQL", "awsv4", AWS, method="POST", body=GRAPHQL, headers={"content-type": "application/json"})
    yield AuthCase("file", "awsv4", AWS, method="PUT", body=FILE, headers={"Content-Type": "image/x"})
    headers = {"X-B": "  two   spaces ", "x-a": "1", "X-Amz-Meta": "m", "Range": "bytes=0-1", "Authorization": "own"}
    yield AuthCase("headers", "awsv4", AWS, headers=headers)
    yield AuthCase("date", "awsv4", AWS, headers={"Date": "Mon, 09 Sep 2011 23:36:00 GMT"})
    yield AuthCase("mail", "awsv4", {**AWS, "service": "email"})
    yield AuthCase("S3", "awsv4", S3, f"/a//b/%20+/c?{ODD_QUERY}")
    yield AuthCase("S3 with a body", "awsv4", S3, method="PUT", body=JSON)
    query = {"addAuthDataToQuery": True}
    yield AuthCase("query", "awsv4", {**AWS, **query, "sessionToken": "to/ken"}, headers={"X-A": "1"})
    yield AuthCase("query without parameters", "awsv4", {**AWS, **query}, "/plain")
    yield AuthCase("query of S3", "awsv4", {**S3, **query}, "/plain?x=1")
    yield AuthCase("query that expires", "awsv4", {**S3, **query}, "/plain?X-Amz-Expires=60")


def _oauth1() -> Iterator[AuthCase]:
    for method in ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"):
        yield AuthCase(method, "oauth1", {**IN_HEADER, "signatureMethod": method})
    for method in ("RSA-SHA1", "RSA-SHA256", "RSA-SHA512"):
        yield AuthCase(method, "oauth1", {**IN_HEADER, "signatureMethod": method, "privateKey": pem_of(rsa_key())})
    yield AuthCase("odd query", "oauth1", IN_HEADER, f"/oauth?{ODD_QUERY}&{ODDER_QUERY}")
    yield AuthCase("drawn again", "oauth1", {**IN_HEADER, "nonce": "n", "timestamp": "1"}, "/a/b%20c")
    yield AuthCase("form", "oauth1", IN_HEADER, method="POST", body=FORM)
    in_body = {**OAUTH, "signatureMethod": "HMAC-SHA256"}
    yield AuthCase("in the form", "oauth1", in_body, method="POST", body=FORM)
    yield AuthCase("in the query", "oauth1", in_body, "/plain?a=b+c&oauth_nonce=old")
    yield AuthCase("in the query of a PATCH", "oauth1", in_body, method="PATCH", body=JSON)
    raw = {"disableUrlEncoding": True}
    yield AuthCase("as written", "oauth1", {**in_body, "tokenSecret": "", "token": ""}, "/plain?a=(b)", settings=raw)
    empty = {**IN_HEADER, "token": "", "tokenSecret": "", "version": " ", "callback": "", "verifier": "v"}
    yield AuthCase("empty ones left out", "oauth1", empty)
    yield AuthCase("empty ones signed", "oauth1", {**empty, "version": "", "addEmptyParamsToSign": True})
    signed = {**OAUTH, "token": "", "signatureMethod": "HMAC-SHA1", "addEmptyParamsToSign": True}
    yield AuthCase("empty ones in the query", "oauth1", signed)
    yield AuthCase("empty ones in the form", "oauth1", signed, method="POST", body=FORM)
    hashed = {**IN_HEADER, "includeBodyHash": True, "callback": "http://a.test/?b=c"}
    yield AuthCase("body hash", "oauth1", hashed, method="POST", body=JSON)
    yield AuthCase("body hash of nothing", "oauth1", hashed)
    yield AuthCase("no body hash of a form", "oauth1", hashed, method="POST", body=FORM)
    yield AuthCase("header as written", "oauth1", {**IN_HEADER, "disableHeaderEncoding": True})
    yield AuthCase(
        "no consumer secret", "oauth1", {**IN_HEADER, "consumerSecret": ""}, headers={"Authorization": "own"}
    )
    yield AuthCase("spaces in the header", "oauth1", {**IN_HEADER, "consumerKey": " c k ", "realm": " r "})
    yield AuthCase("no consumer key", "oauth1", {**IN_HEADER, "consumerKey": ""})


def _hawk() -> Iterator[AuthCase]:
    yield AuthCase("GET", "hawk", HAWK)
    everything = {**HAWK, "extraData": 'a\\b"c\\d', "app": "app", "delegation": "dlg", "user": "u"}
    yield AuthCase("everything", "hawk", {**everything, "timestamp": "1353832234", "nonce": "j4h3g2"})
    yield AuthCase("sha1 and an app", "hawk", {**HAWK, "algorithm": "sha1", "app": "app"}, "/a%20b/ü")
    hashed = {**HAWK, "includePayloadHash": True}
    own = {"Content-Type": "Application/JSON; charset=utf-8"}
    yield AuthCase("payload", "hawk", hashed, method="POST", body=JSON, headers=own)
    written = {"Content-Type": "application/x-www-form-urlencoded"}
    yield AuthCase("payload of a form", "hawk", hashed, method="POST", body=FORM, headers=written)
    yield AuthCase("payload of nothing", "hawk", hashed)
    yield AuthCase("no key", "hawk", {**HAWK, "authKey": ""}, headers={"Authorization": "own"})


def _edgegrid() -> Iterator[AuthCase]:
    yield AuthCase("GET", "edgegrid", EDGE)
    given = {**EDGE, "nonce": "n", "timestamp": "20140321T19:34:21+0000", "baseURL": "https://Akamai.test:8443/x"}
    names = {"headersToSign": "X-B, x-a,X-None"}
    yield AuthCase("headers", "edgegrid", {**given, **names}, headers={"X-A": " a  b ", "X-B": "c"})
    yield AuthCase("POST", "edgegrid", EDGE, method="POST", body=JSON)
    yield AuthCase("POST of a form", "edgegrid", {**EDGE, "maxBodySize": 5}, method="POST", body=FORM)
    yield AuthCase("POST of a file", "edgegrid", {**EDGE, "maxBodySize": "7"}, method="POST", body=FILE)
    yield AuthCase("PUT", "edgegrid", EDGE, method="PUT", body=JSON)
    yield AuthCase("no secret", "edgegrid", {**EDGE, "clientSecret": ""})


def _tokens() -> Iterator[AuthCase]:
    for bits in ("256", "384", "512"):
        yield AuthCase(f"HS{bits}", "jwt", {**JWT, "algorithm": f"HS{bits}"})
    rsa_pem, ec_pem = pem_of(rsa_key()), pem_of(ec_key())
    for name in ("RS256", "RS512", "PS256", "PS384"):
        yield AuthCase(name, "jwt", {**JWT, "algorithm": name, "privateKey": rsa_pem})
    yield AuthCase("ES256", "jwt", {**JWT, "algorithm": "ES256", "privateKey": ec_pem})
    yield AuthCase("base64", "jwt", {**JWT, "secret": "c2VjcmV0_-", "isSecretBase64Encoded": True})
    header = '{"typ": "JWT", "alg": "none", "kid": "ü"}'
    yield AuthCase("header", "jwt", {**JWT, "header": header, "headerPrefix": "Token"})
    objects = {"payload": {"b": [1, {"c": "d"}], "a": 1e21}, "header": {"kid": "1"}, "headerPrefix": ""}
    yield AuthCase("objects", "jwt", {**JWT, **objects}, headers={"Authorization": "own"})
    yield AuthCase("blank", "jwt", {**JWT, "payload": " ", "header": " "})
    query = {**JWT, "addTokenTo": "queryParam"}
    yield AuthCase("query", "jwt", query, "/plain?token=old&a=b")
    yield AuthCase("query of a name", "jwt", {**query, "queryParamKey": "a b"})
    yield AuthCase("nowhere", "jwt", {**JWT, "addTokenTo": "body"})
    yield AuthCase("attributes", "asap", {**ASAP, "privateKey": rsa_pem})
    claims = '{"jti": "j", "iat": 1, "exp": "7x", "sub": "s", "iss": "i", "x": "ü"}'
    yield AuthCase("claims", "asap", {**ASAP, "privateKey": f'"{rsa_pem}"', "claims": claims, "alg": "RS512"})
    yield AuthCase("PS256", "asap", {**ASAP, "privateKey": rsa_pem, "alg": "PS256", "claims": {"x": [1]}})
    yield AuthCase("ES256", "asap", {**ASAP, "privateKey": ec_pem, "alg": "ES256", "exp": "x"})
    encoded = "".join(rsa_pem.splitlines()[1:-1])
    uri = f"data:application/pkcs8;kid=some/key;base64,{encoded}"
    yield AuthCase("data URI", "asap", {**ASAP, "privateKey": uri.replace("/", "%2F")})


def _plain() -> Iterator[AuthCase]:
    own = {"Authorization": "own"}
    yield AuthCase("nothing", "noauth", {}, headers=own)
    yield AuthCase("pair", "basic", {"username": "ü", "password": "p:w"}, headers=own)
    yield AuthCase("nobody", "basic", {}, headers=own)
    yield AuthCase("token", "bearer", {"token": "t"}, headers=own)
    yield AuthCase("no token", "bearer", {}, headers=own)
    yield AuthCase("header", "apikey", {"key": "x-key", "value": "v v"}, headers={"X-Key": "own"})
    yield AuthCase("query", "apikey", {"key": "x", "value": "v&=#ü", "in": "query"})
    yield AuthCase("elsewhere", "apikey", {"key": "x", "value": "v", "in": "body"})
    token = {"accessToken": "t/k+n=="}
    yield AuthCase("token", "oauth2", token, headers=own)
    yield AuthCase("no token", "oauth2", {"grant_type": "client_credentials"}, headers=own)
    yield AuthCase("MAC", "oauth2", {**token, "tokenType": "Mac"}, headers=own)
    yield AuthCase("prefix", "oauth2", {**token, "headerPrefix": " Token "})
    yield AuthCase("empty prefix", "oauth2", {**token, "headerPrefix": "", "addTokenTo": "header"})
    yield AuthCase("query", "oauth2", {**token, "addTokenTo": "queryParams"}, "/p?access_token=o&a=1", headers=own)
    yield AuthCase("elsewhere", "oauth2", {**token, "addTokenTo": "body"}, "/p?access_token=o", headers=own)


def _digest() -> Iterator[AuthCase]:
    for algorithm in ("MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"):
        place = f"/digest/auth/{algorithm}?a=b%20c"
        yield AuthCase(algorithm, "digest", {**DIGEST, "algorithm": algorithm}, place, sends=2)
    yield AuthCase("no algorithm", "digest", DIGEST, "/digest/auth/MD5", sends=2)
    yield AuthCase("no quality", "digest", DIGEST, "/digest/none/MD5", sends=2)
    yield AuthCase("integrity", "digest", DIGEST, "/digest/auth-int/MD5", "POST", JSON, sends=2)
    yield AuthCase("integrity of a form", "digest", DIGEST, "/digest/auth-int/MD5", "POST", FORM, sends=2)
    yield AuthCase("integrity of nothing", "digest", DIGEST, "/digest/auth-int/MD5", sends=2)
    yield AuthCase("forbidden", "digest", DIGEST, "/digest/auth/MD5/forbidden", sends=2)
    known = {"realm": "r", "nonce": "n", "qop": "auth", "nonceCount": "00000007", "clientNonce": "c", "opaque": "o"}
    yield AuthCase("known before", "digest", {**DIGEST, **known}, "/plain", headers={"Authorization": "own"})
    yield AuthCase("known and refused", "digest", {**DIGEST, **known}, "/digest/auth/MD5/refuse")
    yield AuthCase("wrong password", "digest", {**DIGEST, "password": "x"}, "/digest/auth/MD5/refuse", sends=2)
    yield AuthCase("not repeated", "digest", {**DIGEST, "disableRetryRequest": True}, "/digest/auth/MD5")
    yield AuthCase("another scheme", "digest", DIGEST, "/basic", headers={"Authorization": "own"})
    yield AuthCase("redirected", "digest", DIGEST, "/digest/redirect", sends=4)


def _ntlm() -> Iterator[AuthCase]:
    for version in ("v2", "session", "v1", "oem"):
        yield AuthCase(version, "ntlm", NTLM, f"/ntlm/{version}", sends=3)
    yield AuthCase("body", "ntlm", NTLM, "/ntlm/v2", "POST", JSON, sends=3)
    bare = {"password": "p"}
    yield AuthCase("down-level name", "ntlm", {**bare, "username": "dom\\User"}, "/ntlm/v2", sends=3)
    yield AuthCase("principal name", "ntlm", {**bare, "username": "User@dom.test"}, "/ntlm/v2", sends=3)
    yield AuthCase("odd name", "ntlm", {**bare, "username": "a\\b@c", "workstation": "Wörk €"}, "/ntlm/v2", sends=3)
    yield AuthCase("nobody", "ntlm", {}, "/ntlm/v2", sends=3)
    yield AuthCase("not asked", "ntlm", NTLM, "/plain", headers={"Authorization": "own"})
    yield AuthCase("another scheme", "ntlm", NTLM, "/basic")
    yield AuthCase("among others", "ntlm", NTLM, "/ntlm/v2/listed", sends=3)
    yield AuthCase("Negotiate alone", "ntlm", NTLM, "/ntlm/v2/negotiate")
    yield AuthCase("refused", "ntlm", NTLM, "/ntlm/v2/refuse", sends=3)
    yield AuthCase("no challenge", "ntlm", NTLM, "/ntlm/none", sends=2)
    yield AuthCase("not repeated", "ntlm", {**NTLM, "disableRetryRequest": True}, "/ntlm/v2")


CASES = (*_plain(), *_aws(), *_oauth1(), *_hawk(), *_edgegrid(), *_tokens(), *_digest(), *_ntlm())
assert len({case.title for case in CASES}) == len(CASES)
assert json.dumps([case.attributes for case in CASES])
