"""Whatever stands in an auth, its request is sent or its item says why not."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pcc.model.collection import Settings
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.request import FormParam, OtherAuth, RawBody, UrlencodedBody
from pcc.runner.request.auth import AUTH_TYPES, Draft
from pcc.runner.request.url import encode_url, parse_url
from runner.fakes import item, reply, run, text

NAMES = """
accessKey accessToken addAuthDataToQuery addEmptyParamsToSign addParamsToHeader addTokenTo alg algorithm app aud authId
authKey baseURL callback claims clientNonce clientSecret clientToken consumerKey consumerSecret delegation
disableHeaderEncoding domain exp extraData header headerPrefix headersToSign includeBodyHash includePayloadHash
isSecretBase64Encoded iss kid maxBodySize nonce nonceCount opaque password payload privateKey qop queryParamKey realm
region secret secretKey service sessionToken signatureMethod sub timestamp token tokenSecret tokenType username verifier
version workstation
"""
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 10**20)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ("HS256", "RS256", "sha1", "MD5-sess", "HMAC-SHA1", "RSA-SHA1", "auth-int", "{}", "queryParams", "a\\b", "a@b")
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=3,
)
DIGEST = ("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth,auth-int", algorithm=SHA-256, stale=true')
# A challenge of NTLM without target information.
NTLM = ("WWW-Authenticate", "NTLM TlRMTVNTUAACAAAAAAAAADAAAAAFAgAAASNFZ4mrze8AAAAAAAAAAA==")


def refuse(_: HttpRequest) -> HttpResponse:
    return reply(401, None, DIGEST, ("WWW-Authenticate", "NTLM"), NTLM)


@given(
    st.sampled_from([kind for kind in AUTH_TYPES if kind not in ("noauth", "basic", "bearer", "apikey")]),
    st.dictionaries(st.sampled_from(NAMES.split()), VALUES, max_size=10),
    st.sampled_from((RawBody(text("x"), "json"), UrlencodedBody((FormParam(text("a"), text("b ü")),)), None)),
    st.booleans(),
)
def test_an_auth_never_breaks_a_run(kind: str, attributes: dict[str, Any], body: Any, encoded: bool) -> None:
    settings = Settings(disable_url_encoding=not encoded)
    auth = OtherAuth(kind, tuple(attributes.items()))
    place = "http://host.test/a?b=[1]&c=%zz"
    done = run(item("a", place, method="POST", body=body, auth=auth, settings=settings), answer=refuse)
    result = done.result.items[0]
    assert len(done.sent) == len(result.exchanges)
    assert done.sent or result.error
    assert len(done.sent) <= 4


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_draft_is_its_origin_and_its_target(path: str, query: str) -> None:
    url = parse_url(f"HTTPS://Host.test:8443/{path.replace('#', '')}?{query}")
    draft = Draft("GET", url)
    assert draft.origin == "https://host.test:8443"
    assert draft.origin + draft.target == draft.sent_url == encode_url(url)
