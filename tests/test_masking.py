import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.masking import mask, mask_all, mask_in_place

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


@given(st.text(min_size=1, max_size=300))
def test_a_secret_is_never_named_whole(secret: str) -> None:
    shown = mask(secret)
    assert secret not in shown.partition("…")[0]
    assert str(len(secret)) in shown


@given(st.text(), st.text(min_size=1), st.text())
def test_masking_in_place_keeps_every_place(before: str, secret: str, after: str) -> None:
    masked = mask_in_place(f"{before}{secret}{after}", secret)
    assert len(masked) == len(before) + len(secret) + len(after)
    assert "•" in masked


@pytest.mark.parametrize(
    "text",
    [TOKEN, f"Authorization: Bearer {TOKEN}", f"?token={TOKEN}&a=b", "client_secret=wq8Zr2Lx5Tn", "apikey=a\u00e9b"],
)
def test_whatever_secret_a_text_holds_is_masked_at_its_place(text: str) -> None:
    masked = mask_all(text)
    assert len(masked) == len(text)
    assert masked.count("•") > 1
    assert TOKEN[4:] not in masked


def test_a_text_without_secrets_stays_as_it_is() -> None:
    assert mask_all("GET /token?key={{apiKey}} • a step") == "GET /token?key={{apiKey}} • a step"
