"""Hypothesis strategies for everything that the DSL can build: collections and environments in normal form.

Normal form is what a file can say in one way only: scripts that lift to themselves, events with statements, paths of
files that are not empty, methods in capitals, text of variables as templates.
"""

from typing import TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from pcc.model.collection import (
    PREREQUEST,
    TEST,
    Child,
    Collection,
    Event,
    Item,
    ItemGroup,
    SavedResponse,
    Settings,
    Variable,
)
from pcc.model.environment import Environment
from pcc.model.request import (
    ApiKeyAuth,
    Auth,
    BasicAuth,
    BearerAuth,
    Body,
    Certificate,
    FileBody,
    FormdataBody,
    FormFile,
    FormParam,
    GraphqlBody,
    Header,
    NoAuth,
    OtherAuth,
    PathVariable,
    Proxy,
    QueryParam,
    RawBody,
    Request,
    Url,
    UrlencodedBody,
)
from pcc.model.statement import RawScript, Statement
from pcc.model.template import Reference, Template
from pcc.scripts import lift_script, render_script
from pcc.templating import parse_postman, render_postman
from strategies.statements import json_values, statements

T = TypeVar("T")

BASES = (
    "{{apiPath}}/a/{{id}}",
    "{{apiPath}}",
    "{{baseUrl}}:{{port}}/v1/:id/x",
    "https://h.example.com:8080/a//b/",
    "https://user:pass@h.example.com/",
    "{{scheme}}://{{host}}/x",
    "http://localhost",
    "http://localhost/",
    "http://[::1]:8080/a",
    "localhost:8080",
    "/only/a/path",
    "{{a/b}}/redirect/http://c",
    "",
)


def _tuples(strategy: st.SearchStrategy[T], size: int) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=size).map(tuple)


# A lone surrogate comes as one half only: two of them side by side would be one character.
_ODD = st.sampled_from(["", "é", '"', "\\", "\u2028", "\n", "\r\n", "\t", "&", "=", "a.b/c", "<<x>>", "😀", "\ud800"])
_TEXTS = st.one_of(_ODD, st.text(max_size=5), st.tuples(_ODD, st.text(max_size=3), _ODD).map("".join))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any text, the awkward kinds more often than chance would bring them."""
    return draw(_TEXTS)


_NAMES = st.sampled_from(["id", "apiPath", "$guid", "a b", "a.b/c?d#e&f=g", "ü", ""])
_PARTS = st.lists(st.one_of(texts(), _NAMES.map(Reference)), max_size=3)


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Templates that a file can hold, most of them with references."""
    template = Template.of(*draw(_PARTS))
    assume(parse_postman(render_postman(template)) == template)
    return template


def bases() -> st.SearchStrategy[Template]:
    """What stands before the query: the usual forms, and any text without its separators."""
    return st.one_of(st.sampled_from(BASES).map(parse_postman), templates().filter(_has_no_separator))


def _has_no_separator(template: Template) -> bool:
    return not any(isinstance(part, str) and ("?" in part or "#" in part) for part in template.parts)


_PARAMS = st.builds(QueryParam, templates(), st.none() | templates(), st.booleans(), texts())
_PATH_VARIABLES = st.builds(PathVariable, texts(), templates(), texts())
_URLS = st.builds(Url, bases(), _tuples(_PARAMS, 3), _tuples(_PATH_VARIABLES, 2), st.none() | templates())


@st.composite
def urls(draw: st.DrawFn) -> Url:
    """URLs with null query values, path variables, fragments."""
    return draw(_URLS)


_HEADERS = st.builds(Header, templates(), templates(), st.booleans(), texts())
_MEDIA_TYPES = st.none() | texts()
_FILE_NAMES = st.none() | templates()
_FORM_PARAMS = st.builds(FormParam, templates(), templates(), st.booleans(), texts(), _MEDIA_TYPES, _FILE_NAMES)
_PATHS = texts().filter(bool)
_FORM_FILES = st.builds(
    FormFile, templates(), _tuples(_PATHS, 3), st.booleans(), texts(), _MEDIA_TYPES, _FILE_NAMES, templates()
)
_LANGUAGES = st.none() | st.sampled_from(["json", "text", "xml", "html", "javascript", ""])
_BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(RawBody, templates(), _LANGUAGES, st.booleans()),
    st.builds(UrlencodedBody, _tuples(_FORM_PARAMS, 3), st.booleans()),
    st.builds(FormdataBody, _tuples(st.one_of(_FORM_PARAMS, _FORM_FILES), 3), st.booleans()),
    st.builds(FileBody, st.none() | _PATHS, st.booleans(), templates()),
    st.builds(GraphqlBody, templates(), templates(), st.none() | texts(), st.booleans()),
)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    """Every kind of body."""
    return draw(_BODIES)


_OTHER_TYPES = st.sampled_from(["oauth2", "digest", "hawk", "awsv4"])
_AUTHS: st.SearchStrategy[Auth] = st.one_of(
    st.just(NoAuth()),
    st.builds(BearerAuth, templates()),
    st.builds(BasicAuth, templates(), templates()),
    st.builds(ApiKeyAuth, templates(), templates(), st.booleans()),
    st.builds(OtherAuth, _OTHER_TYPES, _tuples(st.tuples(texts(), json_values()), 3)),
)


@st.composite
def auths(draw: st.DrawFn) -> Auth:
    """Every kind of auth."""
    return draw(_AUTHS)


_METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "X-OTHER"])
_PORTS = st.integers(1, 65535).map(lambda port: parse_postman(str(port)))
_PROXIES = st.builds(Proxy, templates(), _PORTS, st.booleans(), st.booleans(), templates(), templates())
_CERTIFICATES = st.builds(Certificate, templates(), templates(), templates(), templates())
_REQUESTS = st.builds(
    Request,
    _METHODS,
    urls(),
    _tuples(_HEADERS, 3),
    st.none() | bodies(),
    st.none() | auths(),
    texts(),
    st.none() | _PROXIES,
    st.none() | _CERTIFICATES,
)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Requests of any kind."""
    return draw(_REQUESTS)


_STATEMENTS: st.SearchStrategy[Statement] = st.one_of(texts().filter(bool).map(RawScript), statements())
_SCRIPTS = st.lists(_STATEMENTS, min_size=1, max_size=3).map(tuple)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Events of both kinds: blocks, and raw scripts between them."""
    script = draw(_SCRIPTS)
    assume(lift_script(render_script(script)) == script)
    return Event(draw(st.sampled_from([PREREQUEST, TEST])), script, draw(st.booleans()))


_FLAGS, _NUMBERS = st.none() | st.booleans(), st.none() | st.integers(0, 10**6)
_SYSTEM_HEADERS = st.none() | st.lists(st.sampled_from(["host", "accept", "x"]), max_size=2, unique=True).map(
    sorted
).map(tuple)
_PROTOCOLS = st.none() | st.lists(st.sampled_from(["TLSv1_2", "TLSv1_3"]), max_size=2).map(tuple)
_SETTINGS = st.none() | st.builds(
    Settings,
    _FLAGS,
    _NUMBERS,
    _FLAGS,
    _FLAGS,
    _FLAGS,
    _FLAGS,
    _FLAGS,
    _FLAGS,
    _FLAGS,
    _NUMBERS,
    _SYSTEM_HEADERS,
    _FLAGS,
    _FLAGS,
    _PROTOCOLS,
    _PROTOCOLS,
)
_RESPONSES = st.builds(
    SavedResponse,
    texts(),
    st.sampled_from([0, 200, 404]),
    texts(),
    _tuples(_HEADERS, 2),
    texts(),
    st.none() | texts(),
    st.none() | requests(),
    texts(),
)
_ITEMS = st.builds(Item, texts(), requests(), _tuples(events(), 2), _SETTINGS, _tuples(_RESPONSES, 1), texts())


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Items with scripts, settings and saved responses."""
    return draw(_ITEMS)


@st.composite
def children(draw: st.DrawFn, depth: int = 2) -> tuple[Child, ...]:
    """Items and folders, nested."""
    inside = children(depth - 1)
    folder = st.builds(
        ItemGroup, texts(), inside, _tuples(events(), 1), st.none() | auths(), _SETTINGS, texts(), texts()
    )
    child: st.SearchStrategy[Child] = st.one_of(items(), folder) if depth else items()
    return draw(_tuples(child, 2))


_VALUES = st.one_of(templates(), json_values().filter(lambda value: not isinstance(value, str)))


def variables(*, secret: bool) -> st.SearchStrategy[tuple[Variable, ...]]:
    """Variables; only those of an environment can be secret."""
    secrets = st.booleans() if secret else st.just(value=False)
    return _tuples(st.builds(Variable, texts(), _VALUES, secrets, st.booleans(), texts()), 3)


@st.composite
def collections(draw: st.DrawFn) -> Collection:
    """Collections of everything."""
    return Collection(
        draw(texts()),
        draw(children()),
        draw(_tuples(events(), 2)),
        draw(variables(secret=False)),
        draw(st.none() | auths()),
        draw(_SETTINGS),
        draw(texts()),
        draw(texts()),
    )


@st.composite
def environments(draw: st.DrawFn) -> Environment:
    """Environments and globals."""
    return Environment(draw(texts()), draw(variables(secret=True)), draw(texts()), draw(st.booleans()))
