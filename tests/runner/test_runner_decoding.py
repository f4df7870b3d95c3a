"""Content codings: decoded piece by piece, never past the limit, never quietly cut."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcc.model.ports import TransportError
from pcc.runner.transports.decoding import open_body

CONTENT = b"a line of text\n" * 400


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "DEFLATE ": raw_deflate,
    "br": brotli.compress,
    "": bytes,
    "identity": bytes,
    "zstd": bytes,
    "gzip, br": bytes,
}


def decode(coding: str, data: bytes, piece: int = 100, limit: int | None = None) -> bytes:
    body = open_body(coding, limit)
    for start in range(0, len(data), piece):
        body.add(data[start : start + piece])
    return body.finish()


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=2000), st.integers(1, 300))
def test_what_was_packed_comes_back_however_it_is_cut(coding: str, content: bytes, piece: int) -> None:
    # zlib's raw form cannot be told from its framed one when it happens to begin like it.
    packed = PACKERS[coding](content)
    if coding == "DEFLATE " and packed[0] & 0x0F == 8:
        return
    assert decode(coding, packed, piece) == content


@pytest.mark.parametrize("coding", ["gzip", "deflate", "DEFLATE ", "br"])
def test_a_stream_that_breaks_off_is_an_error(coding: str) -> None:
    packed = PACKERS[coding](CONTENT)
    for length in (1, len(packed) // 2, len(packed) - 1):
        with pytest.raises(TransportError, match="breaks off"):
            decode(coding, packed[:length])


@pytest.mark.parametrize(
    ("coding", "data"), [("gzip", b"plain text"), ("deflate", b"\x78\x9cplain"), ("br", b"not brotli at all")]
)
def test_a_stream_of_another_kind_is_an_error(coding: str, data: bytes) -> None:
    with pytest.raises(TransportError, match=f"its content is not {coding}"):
        decode(coding, data)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_nothing_at_all_is_an_empty_body(coding: str) -> None:
    assert decode(coding, b"") == b""


@pytest.mark.parametrize("coding", sorted(PACKERS))
def test_the_limit_counts_decoded_bytes(coding: str) -> None:
    packed = PACKERS[coding](CONTENT)
    assert decode(coding, packed, limit=len(CONTENT)) == CONTENT
    with pytest.raises(TransportError, match=rf"larger than {len(CONTENT) - 1} bytes \(--max-response-size\)"):
        decode(coding, packed, limit=len(CONTENT) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_is_stopped_long_before_it_is_unpacked(coding: str) -> None:
    packed = PACKERS[coding](bytes(50_000_000))
    body = open_body(coding, 200_000)
    with pytest.raises(TransportError, match="larger than"):
        body.add(packed)
    assert len(body._content) < 400_000
