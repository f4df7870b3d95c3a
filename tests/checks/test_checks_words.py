"""What is a name of a secret, what only stands in for one, and how one is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.planted.secrets import AWS, GITHUB, JWT, OPAQUE, STRIPE
from pcc.checks.names import file_stem
from pcc.checks.shapes import find_shapes
from pcc.checks.texts import typing_slip
from pcc.checks.words import is_placeholder, is_secret_name, split_words

SECRETS = [
    "password",
    "clientSecret",
    "API_KEY",
    "x-api-key",
    "accessToken",
    "userPassword",
    "refresh_token",
    "PWD",
    "jwt",
    "privateKey",
    "Ocp-Apim-Subscription-Key",
]
OTHERS = [
    "",
    "key",
    "primaryKey",
    "tokenType",
    "token_url",
    "pageToken",
    "nextPageToken",
    "secretName",
    "passwordPolicy",
    "publicKey",
    "csrfToken",
    "monkey",
    "id",
    "authorId",
]


@pytest.mark.parametrize("name", SECRETS)
def test_a_name_of_a_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_that_only_sounds_like_one(name: str) -> None:
    assert not is_secret_name(name)


STAND_INS = [
    "",
    "abc",
    "<token>",
    "[token]",
    "$TOKEN",
    "${TOKEN}",
    "%TOKEN%",
    "your-api-key-here",
    "changeme",
    "Password123!",
    "P@ssw0rd",
    "xxxx-xxxx",
    "AKIAIOSFODNN7EXAMPLE",
    "abcdef123456",
    "0123456789abcdef",
    "eyJ...",
    "test-token-2",
    "insert token here",
    "s3cr3t",
    "qwerty",
    "••••••••",
]


@pytest.mark.parametrize("value", STAND_INS)
def test_a_value_that_stands_in_for_a_secret(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["Juniper!Lantern58", "J7v!mQ1xw9L", OPAQUE, AWS, GITHUB, STRIPE])
def test_a_value_that_may_be_one(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize("token", [AWS, GITHUB, STRIPE, JWT])
@pytest.mark.parametrize("around", ["{}", "key={};", '{{"a": "{}"}}', "see `{}`.", "\n{}\n"])
def test_a_token_is_found_in_any_text(token: str, around: str) -> None:
    assert [secret.text for secret in find_shapes(around.format(token))] == [token]


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(secret.text in text for secret in find_shapes(text + " eyJhbGci.eyJ.x" + text))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ordreId", "orderId"),
        ("ordderId", "orderId"),
        ("acessToken", "accessToken"),
        ("accessTolenn", None),
        ("accessTokenB", None),
        ("orderId2", None),
        ("ordersId", None),
        ("orderIds", None),
        ("old_orderId", None),
        ("order_id", None),
        ("customer", None),
        ("resourceUrl", None),
        ("textUrl", None),
    ],
)
def test_a_typing_slip_is_told_from_a_name_of_its_own(name: str, meant: str | None) -> None:
    names = ("orderId", "accessToken", "accessTokenA", "baseUrl", "sourceUrl", "testUrl")
    assert typing_slip(name, {known: split_words(known) for known in names}) == meant


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Get users", "Get users"),
        ("GET /users/:id", "GET -users-id"),
        ("a//b", "a-b"),
        ("..", "-"),
        ("CON", "-"),
        ("com1", "-"),
        ("NUL.txt", "-.txt"),
        ("console", "console"),
        ("ends. ", "ends"),
        (" starts", " starts"),
        ("", "http-request"),
        ("tab\there", "tab-here"),
    ],
)
def test_a_name_becomes_a_file_as_the_converter_has_it(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_only_the_name_of_a_folder_is_cut() -> None:
    assert file_stem("é" * 40, folder=True) == "é" * 32
    assert file_stem("é" * 40) == "é" * 40
