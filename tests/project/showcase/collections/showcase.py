"""A workflow that says everything that a workflow can say; its built files are snapshots."""

from dataclasses import dataclass

from pcc import (
    Environment,
    Expectation,
    Extraction,
    Record,
    Ref,
    Step,
    Steps,
    Workflow,
    api_key,
    basic,
    bearer,
    claim,
    cookie,
    entry,
    example,
    file,
    graphql,
    header,
    jsonpath,
    literal,
    no_auth,
    pattern,
    redirect_query,
    response_time,
    sent,
    sent_form,
    sent_header,
    sent_query,
    status,
    unquoted,
    variable,
    workflow,
)


class Library(Environment):
    """The variables of the showcase."""

    tld = variable("tld", "com", description="country: com or eu")
    base = variable("baseUrl", "https://library.example.<<tld>>")
    token = variable("apiToken", secret=True)


env = Library()
Library("Library Europe", tld="eu")


@dataclass(frozen=True)
class Book(Record):
    """What is known of a new book."""

    id: Ref
    title: Ref


def is_created(identifier: Extraction) -> list[Expectation]:
    return [status(201), identifier.matches("^b-[0-9]+$")]


def add_book(w: Steps, *, title: str) -> Book:
    added: Step = w.post(
        "Add a book",
        f"{env.base}/books",
        does=f"add a book to {env.base}",
        headers={"X-Request-Id": "{{$guid}}", "X-Old": entry("1", disabled=True, description="not sent any more")},
        json={
            "title": f"{title} {{{{$timestamp}}}}",
            "tags": ["new", "<<tld>>"],
            "pages": 320,
            "price": 12.5,
            "lent": False,
            "shelf": None,
            "notes": {},
        },
        expect=[
            *is_created(jsonpath("$.id")),
            jsonpath("$.title").equals(sent("$.title")),
            jsonpath("$.pages").equals(320),
            jsonpath("$.lent").equals(False),
            jsonpath("$.shelf").equals(None),
            jsonpath("$.tags").equals(["new", "com"]),
            jsonpath("$.notes").equals({}),
        ],
        examples=[
            example("Created", 201, json={"id": "b-1"}, headers={"Location": "/books/b-1"}),
            example("Refused", 422, body="no title"),
        ],
    )
    return Book(added.capture("bookID", "$.id"), added.capture("bookTitle", "$.title"))


@workflow(
    "Showcase",
    environment=Library,
    summary="Everything that a workflow can say, against {{baseUrl}}.",
    prerequisites=["A token in `<<apiToken>>`.", "A library."],
    auth=bearer(env.token),
    variables={"pageSize": 20, "region": "<<tld>>"},
)
def showcase(w: Workflow) -> None:
    w.each(expect=[response_time.below(60_000)], test="console.log(pm.info.requestName);")
    w.prerequisites().get(
        "Look for the library", f"{env.base}/health", does="see that the library is there", auth=no_auth()
    )

    book = add_book(w, title="Metamorphoses")
    total = w.get(
        "List the books",
        f"{env.base}/books?limit=<<pageSize>>&all#top",
        query=[("tag", "new"), ("tag", entry("old", disabled=True)), ("page", 1), ("empty", ""), ("bare", None)],
        expect=[
            status.one_of([200, 203]),
            jsonpath("$.total").above(0),
            jsonpath("$.total").at_least(1),
            jsonpath("$.total").below(1000),
            jsonpath("$.total").at_most(999),
            jsonpath("$.total").is_a("number"),
            jsonpath("$.books[*].id", every=True).contains(book.id),
            jsonpath("$.books[?(@.lent == true)].id", every=True).has_length(0),
            jsonpath("$.books[-1].title").equals(book.title),
            jsonpath("$.books[0].title").differs(f"no {book.title}"),
            jsonpath("$.error").is_absent(),
            header("Content-Type").starts_with("application/json"),
            header("X-Limit").equals(sent_query("limit")),
            cookie("session").exists(),
        ],
    ).capture("total", "$.total", default=0)

    reading = w.folder("Reading", description="Books are lent, for a while.", auth=basic("reader", env.token))
    reading.each(prerequest="// before every request of this folder\nconsole.log('reading');")
    password = reading.assign("readerPassword", "Juniper!<<tld>>{{$randomInt}}", secret=True)
    reading.post(
        "Sign on",
        f"{env.base}/session",
        does="sign the reader on",
        form={"user": "reader", "password": password, "scope": entry("read", description="what for")},
        follow_redirects=False,
        expect=[
            status(302),
            header("Location").contains("?code="),
            redirect_query("state").equals(sent_form("scope")),
        ],
    ).capture("authCode", redirect_query("code"), secret=True)
    lent = reading.put(
        "Lend the book",
        f"{env.base}/books/:book/loan/:kind.json",
        path={"book": book.id, "kind": "short"},
        json={"days": unquoted(total), "note": literal("<<not a variable>>")},
        headers=[("X-Trace", "a"), ("X-Trace", "b"), ("X-Desk", "<<desk>>")],
        allow={"undefined-variable": "each librarian has a desk among the globals"},
        timeout_ms=5000,
        strict_ssl=False,
        max_redirects=3,
        send_cookies=False,
        expect=[
            status(200),
            claim("$.sub", of="$.receipt").equals(book.id),
            claim("$.exp", of="$.receipt").above(claim("$.iat", of="$.receipt")),
            header("X-Trace").equals(sent_header("X-Trace")),
            pattern("due=([0-9-]+)").ends_with("-31"),
        ],
        prerequest="pm.variables.set('mine', '1');",
        test="pm.test('mine', () => pm.expect(1).to.eql(1));",
    )
    lent.capture("due", pattern("due=([0-9-]+)"))
    lent.capture("days", jsonpath("$..days", every=True))
    lent.capture("firstDays", "$..days", every=True)
    inner = reading.folder("Scans")
    inner.post(
        "Upload a scan",
        f"{env.base}/scans",
        description="A scan of the cover,\nin two parts.",
        multipart={
            "cover": file("cover.png", "back.png", content_type="image/png", description="front and back"),
            "meta": entry('{"dpi": 300}', content_type="application/json"),
            "book": book.id,
        },
        expect=[status(201)],
    )
    inner.post("Send the raw scan", f"{env.base}/scans/raw", file="cover.png")
    inner.post(
        "Ask for the scans",
        f"{env.base}/graphql",
        graphql=graphql("{ scans { id } }", variables={"book": book.id}, operation_name="Scans"),
        auth=api_key("X-Key", env.token),
        expect=[jsonpath("$.data.scans[*].id", every=True).excludes("x")],
    )
    w.patch(
        "Correct the book",
        f"{env.base}/books/{book.id}",
        raw="<title>Fasti</title>",
        language="xml",
        auth=api_key("key", env.token, in_query=True),
    )
    w.head("See that it is there", f"{env.base}/books/{book.id}")
    w.options("Ask what may be done", f"{env.base}/books")
    w.request("COPY", "Copy the book", f"{env.base}/books/{book.id}")
    w.cleanup().delete("Remove the book", f"{env.base}/books/{book.id}", expect=[status(204)])
