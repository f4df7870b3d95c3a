"""From addresses to paths: servers, base paths, templates, unknown parts."""

import pytest

from pcc.openapi.routes import Route, RouteTable, Server, segments_of, split_address

U = "\0"
MAIN = Server.of("https://{region}.example.com/api/v1/")
OTHER = Server.of("http://login.example.com:8080")
PATHS = ["/", "/books", "/books/search", "/books/{id}", "/books/{id}/cover.{kind}", "/{tenant}/books", "/a%20b"]
TABLE = RouteTable((*(Route(path, (MAIN,), {"GET": path}) for path in PATHS), Route("/token", (OTHER,), {"POST": "t"})))

FOUND: dict[tuple[str, str], list[str]] = {
    ("eu.example.com", "/api/v1"): ["/"],
    ("eu.example.com", "/api/v1/"): ["/"],
    ("eu.example.com", "/api/v1/books"): ["/books"],
    ("eu.example.com", "/api/v1/books/"): [],
    ("eu.example.com", "/api//v1///books"): ["/books"],
    ("eu.example.com", "/books"): [],
    ("eu.example.com", "/api/v1/books/search"): ["/books/search", "/books/{id}"],
    ("eu.example.com", f"/api/v1/books/{U}"): ["/books/{id}", "/books/search", "/{tenant}/books"],
    ("eu.example.com", "/api/v1/books/7/cover.png"): ["/books/{id}/cover.{kind}"],
    ("eu.example.com", f"/api/v1/books/7/{U}"): ["/books/{id}/cover.{kind}"],
    ("eu.example.com", "/api/v1/books/7/cover"): [],
    ("eu.example.com", "/api/v1/a b"): ["/a%20b"],
    ("eu.example.com", "/api/v1/%62ooks"): ["/books"],
    ("eu.example.com", "/token"): [],
    ("login.example.com:8080", "/token"): ["/token"],
    ("login.example.com", "/token"): [],
    ("localhost:1", "/token"): ["/token"],
    ("elsewhere.example.org", "/api/v1/books"): ["/books"],
    ("elsewhere.example.org", "/v1/books"): ["/books", "/{tenant}/books"],
    (U, "/books"): ["/books"],
    (U, "/v1/books"): ["/books", "/{tenant}/books"],
    (U, "/token"): ["/token"],
    (f"{U}.example.com", "/api/v1/books"): ["/books"],
    (f"eu.{U}", "/books"): ["/books"],
}


@pytest.mark.parametrize(("authority", "path"), FOUND)
def test_an_address_leads_to_the_paths_that_it_may_mean(authority: str, path: str) -> None:
    assert [match.route.path for match in TABLE.find(authority, path)] == FOUND[authority, path]


def test_a_match_says_whether_it_is_sure_and_what_the_parameters_are() -> None:
    first, *_, last = TABLE.find("eu.example.com", f"/api/v1/books/{U}")
    assert (first.sure, last.sure) == (True, False)
    (match,) = TABLE.find("eu.example.com", f"/api/v1/books/a%2Fb/cover.{U}")
    assert match.values == {"id": "a/b", "kind": U}


def test_a_server_is_told_by_host_and_port_whatever_its_case() -> None:
    assert split_address("HTTPS://user:pw@Eu.Example.com:443/a/b") == ("eu.example.com", "/a/b")
    assert split_address("http://example.com:443/") == ("example.com:443", "/")
    assert split_address("example.com/a") == ("example.com", "/a")
    assert Server.of("/v1") == Server("", ("v1",))
    assert MAIN.is_at("eu.example.com")
    assert not MAIN.is_at("eu.example.com.evil.org")
    assert not MAIN.is_at("example.com")
    assert not Server.of("/v1").is_at("example.com")


def test_a_slash_at_the_end_counts() -> None:
    assert segments_of("/a/b/") == ("a", "b", "")
    assert segments_of("//a//b") == ("a", "b")
    assert segments_of("/") == segments_of("") == ()
