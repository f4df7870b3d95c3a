"""A workflow of our own to hold pages against: a library registers a reader and lends a book."""

from pathlib import Path

from pcc import Environment, Workflow, jsonpath, redirect_query, status, variable, workflow
from pcc.claims import Facts, Finding, PageFormat, hold_claims, read_claims, read_facts

__all__ = ["FACTS", "PAGES", "Library", "found", "ids", "lend_a_book", "page"]

PAGES = Path(__file__).parent / "pages"


class Library(Environment):
    api = variable("apiPath", "https://api.library.example/v2")
    desk = variable("deskPath", "https://desk.library.example")
    branch = variable("branchID")
    admin = variable("adminBranchID")
    pin = variable("readerPIN", secret=True)


env = Library()
BRANCH = f"{env.api}/branches/{env.branch}"
DESK = f"{env.desk}/{env.branch}"


@workflow("Lend a Book", environment=Library, summary="Register a reader, and lend a book.")
def lend_a_book(w: Workflow) -> None:
    token = w.prerequisites().post("Get a staff token", f"{env.desk}/{env.admin}/desk/token", expect=[status(200)])
    token.capture("staffToken", "$.token", secret=True)
    made = w.post("Register a reader", f"{BRANCH}/readers", does="add a reader to the branch", json={"name": "Ada"})
    reader = made.capture("newReaderID", "$.id")
    w.get("Get the library card", f"{BRANCH}/readers/{reader}/card", does="read the number of the card")
    w.post("Create a shelf", f"{BRANCH}/shelves", does="create a shelf for new books").capture("shelfID", "$.id")
    made = w.post("Create a book", f"{BRANCH}/books", does="create a book on the shelf")
    book = made.capture("lentBookID", "$.id")
    w.put("Set the label", f"{BRANCH}/books/{book}/label", does="set the label of the book", json={"text": "new"})
    asked = w.get(
        "Ask for a loan",
        f"{DESK}/loans/start?reader={reader}&kind=short",
        does="ask for a loan, which starts a conversation",
        expect=[status(302)],
        follow_redirects=False,
    )
    loan = asked.capture("loanID", redirect_query("loan"))
    w.get("Get the loan", f"{DESK}/loans/{loan}", does="start the conversation")
    w.post("Submit the PIN", f"{DESK}/loans/{loan}", does="submit the reader's PIN", json={"pin": env.pin})
    w.post("Accept the terms", f"{DESK}/loans/{loan}", does="accept the terms of the library", json={"accept": True})
    w.post(
        "Get the receipt", f"{DESK}/desk/receipt", does="get the receipt of the loan", expect=[jsonpath("$.a").exists()]
    )
    w.cleanup().delete("Delete the book", f"{BRANCH}/books/{book}", expect=[status(204)])


FACTS: Facts = read_facts(lend_a_book.build(), env.build())


def page(name: str) -> str:
    """A page of the folder, by its file name."""
    return (PAGES / name).read_text(encoding="utf-8")


def found(text: str, name: str = "page.txt", facts: Facts = FACTS) -> list[Finding]:
    """What is found on a page."""
    return hold_claims(read_claims(text, PageFormat.AUTO, name=name), facts)


def ids(text: str, name: str = "page.txt", facts: Facts = FACTS) -> list[str]:
    """The ids of what is found on a page."""
    return [finding.id for finding in found(text, name, facts)]
