"""The request that is signed: all that goes out but what is added automatically."""

from dataclasses import dataclass, replace

from pcc.model.ports import Headers
from pcc.runner.request.headers import without_header
from pcc.runner.request.url import ParsedUrl, encode_url

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before and after it is signed.

    `headers` are the written ones and those that signing adds. `content_type` is the one that goes out, written or not.
    `form` holds the fields of a body that is sent as `application/x-www-form-urlencoded`, else None. `encoding` is off
    when the URL goes out as it is written.
    """

    method: str
    url: ParsedUrl
    headers: Headers = ()
    body: bytes = b""
    content_type: str | None = None
    form: tuple[tuple[str, str], ...] | None = None
    encoding: bool = True

    @property
    def sent_url(self) -> str:
        """The URL to the letter as it goes out. Raises UnsendableError for one that cannot."""
        return encode_url(self.url, encoding=self.encoding)

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        return self.sent_url.partition("://")[0]

    @property
    def origin(self) -> str:
        """Scheme, host and port as they are written: `https://host.test:8443`."""
        return f"{self.scheme}://{self.url.authority}"

    @property
    def target(self) -> str:
        """Path and query to the letter as they stand in the request line."""
        return self.sent_url.removeprefix(self.origin)

    def authorized(self, credentials: str) -> "Draft":
        """The request with this `Authorization` in place of any other."""
        return self.with_header("Authorization", credentials)

    def with_header(self, name: str, value: str) -> "Draft":
        """The request with this header in place of all others of its name."""
        return replace(self, headers=(*without_header(self.headers, name), (name, value)))

    def without_header(self, name: str) -> "Draft":
        """The request without the headers of this name."""
        return replace(self, headers=without_header(self.headers, name))
