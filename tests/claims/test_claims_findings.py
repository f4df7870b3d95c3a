"""Each kind of finding, provoked by one mistake on a page that is right."""

import pytest

from claims.library import FACTS, found, ids, page
from pcc.claims import LEVELS
from pcc.diagnostics import Level

SHELF = "Step 3: Create a shelf POST {{apiPath}}/branches/{{branchID}}/shelves\n"
BOOK = "Step 4: Create a book POST {{apiPath}}/branches/{{branchID}}/books\n"

# id: page, what is replaced, by what, step, claimed, actual
MISTAKES: dict[str, list[tuple[str, str, str, str, str, str]]] = {
    "wrong-method": [
        (
            "whole.txt",
            "a PUT",
            "a POST",
            "Step 5: Set the label",
            "POST /branches/{{branchID}}/books/{{lentBookID}}/label",
            "PUT /branches/{{branchID}}/books/{{lentBookID}}/label",
        ),
        (
            "glued.txt",
            "PUTrequest",
            "POSTrequest",
            "Step 5: Set the label",
            "POST /branches/{{branchID}}/books/{{lentBookID}}/label",
            "PUT /branches/{{branchID}}/books/{{lentBookID}}/label",
        ),
        (
            "broken.txt",
            "\nPUT\n",
            "\nPATCH\n",
            "Step 5: Set the label",
            "PATCH /branches/{{branchID}}/books/{{lentBookID}}/label",
            "PUT /branches/{{branchID}}/books/{{lentBookID}}/label",
        ),
        (
            "broken.txt",
            "card GET",
            "card POST",
            "Step 2: Get the library card",
            "POST {{apiPath}}/branches/{{branchID}}/readers/{{newReaderID}}/card",
            "GET /branches/{{branchID}}/readers/{{newReaderID}}/card",
        ),
        (
            "page.md",
            "| PUT |",
            "| POST |",
            "Step 5: Set the label",
            "POST {{apiPath}}/branches/{{branchID}}/books/{{lentBookID}}/label",
            "PUT /branches/{{branchID}}/books/{{lentBookID}}/label",
        ),
        (
            "page.html",
            "<code>PUT",
            "<code>POST",
            "Step 5: Set the label",
            "POST /branches/<<branchID>>/books/{{lentBookID}}/label",
            "PUT /branches/{{branchID}}/books/{{lentBookID}}/label",
        ),
    ],
    "wrong-path": [
        (
            "whole.txt",
            "/shelves",
            "/shelfs",
            "Step 3: Create a shelf",
            "POST /branches/{{branchID}}/shelfs",
            "POST /branches/{{branchID}}/shelves",
        ),
        (
            "glued.txt",
            "/loans/start?",
            "/loan/start?",
            "Step 6: Ask for a loan",
            "GET /{{branchID}}/loan/start?reader={{newReaderID}}",
            "GET /{{branchID}}/loans/start",
        ),
        (
            "broken.txt",
            "/{{branchID}}/desk/receipt\nto",
            "/{{branchID}}/receipt\nto",
            "Step 10: Get the receipt",
            "POST /{{branchID}}/receipt",
            "POST /{{branchID}}/desk/receipt",
        ),
        (
            "page.html",
            "/{{branchID}}/desk/receipt",
            "/{{branchID}}/desk/Receipt",
            "Step 10: Get the receipt",
            "POST /{{branchID}}/desk/Receipt",
            "POST /{{branchID}}/desk/receipt",
        ),
        (
            "page.md",
            "`{{apiPath}}/branches/{{branchID}}/books`",
            "`{{apiPath}}/v2/branches/{{branchID}}/books`",
            "Step 4: Create a book",
            "POST {{apiPath}}/v2/branches/{{branchID}}/books",
            "POST {{apiPath}}/branches/{{branchID}}/books",
        ),
    ],
    "wrong-query": [
        ("glued.txt", "?reader=", "?Reader=", "Step 6: Ask for a loan", "Reader", "reader, kind"),
        ("broken.txt", "kind=short", "kind=long", "Step 6: Ask for a loan", "kind=long", "kind=short"),
    ],
    "missing-step": [
        (
            "whole.txt",
            "  7. Make a GET request to /{{branchID}}/loans/{{loanID}} to begin the conversation.\n",
            "",
            "Step 7: Get the loan",
            "no such step",
            "GET /{{branchID}}/loans/{{loanID}}",
        ),
        (
            "glued.txt",
            "POSTrequest to/branches/{{branchID}}/readersto add",
            "visit to add",
            "Step 1: Register a reader",
            "no such step",
            "POST /branches/{{branchID}}/readers",
        ),
        (
            "broken.txt",
            "Step 9: Accept the terms POST {{deskPath}}/{{branchID}}/loans/{{loanID}}\n",
            "",
            "Step 9: Accept the terms",
            "no such step",
            "POST /{{branchID}}/loans/{{loanID}}",
        ),
        (
            "page.html",
            "<li>Make a <code>POST</code> request to "
            "<code>/branches/&#123;&#123;branchID&#125;&#125;/shelves</code>.</li>\n",
            "",
            "Step 3: Create a shelf",
            "no such step",
            "POST /branches/{{branchID}}/shelves",
        ),
    ],
    "extra-step": [
        (
            "whole.txt",
            "  7. Make",
            "  7. Make a DELETE request to /branches/{{branchID}}/fines to forgive.\n\n  7. Make",
            "Step 7",
            "DELETE /branches/{{branchID}}/fines",
            "no such step",
        ),
        (
            "glued.txt",
            "\nPress the",
            " -\nMake a\nGETrequest to/branches/{{branchID}}/finesto see the fines. -\nPress the",
            "Step 11",
            "GET /branches/{{branchID}}/fines",
            "no such step",
        ),
    ],
    "wrong-order": [
        (
            "broken.txt",
            f"{SHELF}-\n{BOOK}",
            f"{BOOK}-\n{SHELF}",
            "Step 3: Create a shelf",
            "1, 2, 4, 3, 5, 6, 7, 8, 9, 10",
            "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        ),
    ],
    "wrong-number": [
        ("whole.txt", "  4. Make", "  5. Make", "Step 4: Create a book", "5", "4"),
    ],
    "doubled-verb": [
        (
            "whole.txt",
            "request to /{{branchID}}/desk",
            "request to GET /{{branchID}}/desk",
            "Step 10: Get the receipt",
            "POST request to GET /{{branchID}}/desk/receipt",
            "POST /{{branchID}}/desk/receipt",
        ),
        (
            "glued.txt",
            "to/{{branchID}}/loans/{{loanID}}and",
            "toGET /{{branchID}}/loans/{{loanID}}and",
            "Step 8: Submit the PIN",
            "POST request to GET /{{branchID}}/loans/{{loanID}}",
            "POST /{{branchID}}/loans/{{loanID}}",
        ),
        (
            "broken.txt",
            "to/{{branchID}}/loans/{{loanID}}\n.",
            "toGET /{{branchID}}/loans/{{loanID}}\n.",
            "Step 7: Get the loan",
            "GET request to GET /{{branchID}}/loans/{{loanID}}",
            "GET /{{branchID}}/loans/{{loanID}}",
        ),
        (
            "page.html",
            "<code>/{{branchID}}/desk",
            "<code>GET</code> <code>/{{branchID}}/desk",
            "Step 10: Get the receipt",
            "POST request to GET /{{branchID}}/desk/receipt",
            "POST /{{branchID}}/desk/receipt",
        ),
    ],
    "unknown-variable": [
        ("whole.txt", "{{lentBookID}}", "{{lendBookID}}", "Step 5: Set the label", "{{lendBookID}}", "{{lentBookID}}"),
        (
            "page.html",
            "/{{branchID}}/desk/receipt",
            "/{{branchID}}/{{counter}}/receipt",
            "Step 10: Get the receipt",
            "{{counter}}",
            "desk",
        ),
        ("whole.txt", "Press the button", "Press {{theButton}}", "", "{{theButton}}", "no such variable"),
    ],
    "variable-case": [
        ("whole.txt", "{{lentBookID}}", "{{LentBookID}}", "Step 5: Set the label", "{{LentBookID}}", "{{lentBookID}}"),
        (
            "broken.txt",
            "kind=short&reader={{newReaderID}}",
            "kind=short&reader={{newReaderId}}",
            "Step 6: Ask for a loan",
            "{{newReaderId}}",
            "{{newReaderID}}",
        ),
        ("whole.txt", "with the PIN of", "with {{READERPIN}} of", "", "{{READERPIN}}", "{{readerPIN}}"),
    ],
    "wrong-variable": [
        ("whole.txt", "{{lentBookID}}", "{{shelfID}}", "Step 5: Set the label", "{{shelfID}}", "{{lentBookID}}"),
        (
            "broken.txt",
            "{{deskPath}}/{{branchID}}/desk",
            "{{apiPath}}/{{branchID}}/desk",
            "Step 10: Get the receipt",
            "{{apiPath}}",
            "{{deskPath}}",
        ),
    ],
    "mixed-names": [
        (
            "broken.txt",
            "to/branches/{{branchID}}/books/{{lentBookID}}/label",
            "to/branches/{{branchID}}/books/{{bookID}}/label",
            "Step 5: Set the label",
            "{{bookID}}",
            "{{lentBookID}}",
        ),
    ],
    "generic-names": [
        ("whole.txt", "{{lentBookID}}", "{{bookID}}", "", "{{bookID}}", "{{lentBookID}}"),
        ("glued.txt", "{{lentBookID}}", "{{id}}", "", "{{id}}", "{{lentBookID}}"),
    ],
    "wrong-count": [
        ("whole.txt", "Number of APIs: 10", "Number of APIs: 11", "", "Number of APIs: 11", "10"),
        ("page.html", "<b>10</b>", "<b>9</b>", "", "Number of APIs: 9", "10"),
    ],
    "unknown-step": [
        ("whole.txt", "of step 1.", "of step 11.", "", "step 11", "steps 1 to 10"),
        ("glued.txt", "in Step 9", "in Steps 9 and 12", "", "step 12", "steps 1 to 10"),
    ],
    "wrong-reference": [
        (
            "whole.txt",
            "book created in step 4",
            "book created in step 2",
            "",
            "book of step 2",
            "Step 4: Create a book",
        ),
    ],
    "unsupported-operation": [
        ("whole.txt", "Create a reader", "Create a fine", "", "Create a fine", "no such step"),
        ("broken.txt", "Update the label", "Delete a library card", "", "Delete a library card", "no such step"),
        (
            "whole.txt",
            "Send a receipt request",
            "Send a membership request",
            "",
            "Send a membership request",
            "no such step",
        ),
    ],
    "no-steps": [
        ("page.html", "Make a", "Do a", "", "no requests", ""),
    ],
}
CASES = [(kind, *case) for kind, cases in MISTAKES.items() for case in cases]


@pytest.mark.parametrize(("kind", "name", "old", "new", "step", "claimed", "actual"), CASES)
def test_a_mistake_is_found_and_nothing_else(
    kind: str, name: str, old: str, new: str, step: str, claimed: str, actual: str
) -> None:
    text = page(name)
    assert old in text
    (wrong,) = found(text.replace(old, new), name)
    assert (wrong.id, wrong.step, wrong.claimed, wrong.actual) == (kind, step, claimed, actual)
    assert wrong.advice


def test_every_kind_is_provoked() -> None:
    assert MISTAKES.keys() == LEVELS.keys()


def test_only_a_page_that_uses_generic_names_throughout_is_let_off_with_a_note() -> None:
    assert [kind for kind, level in LEVELS.items() if level is Level.NOTE] == ["generic-names"]


def test_a_finding_stands_where_the_mistake_is() -> None:
    (wrong,) = found(page("glued.txt").replace("PUTrequest", "POSTrequest"))
    place = wrong.place
    assert (place.line, place.column, place.width) == (28, 1, 4)
    assert place.excerpt[place.indent :].startswith("POSTrequest to/branches")


def test_all_generic_names_of_a_page_are_one_note() -> None:
    text = page("whole.txt").replace("{{lentBookID}}", "{{bookID}}").replace("{{newReaderID}}", "{{readerID}}")
    (note,) = found(text)
    assert (note.id, note.claimed, note.actual) == (
        "generic-names",
        "{{readerID}}, {{bookID}}",
        "{{newReaderID}}, {{lentBookID}}",
    )


def test_a_step_that_lacks_moves_no_other() -> None:
    lines = page("whole.txt").splitlines()
    kept = [line for line in lines if not line.startswith("  3. ")]
    text = "\n".join(kept).replace(" created in step 3", "").replace(" created in step 4", "")
    for number in range(4, 11):
        text = text.replace(f"  {number}. ", f"  {number - 1}. ")
    (missing,) = found(text)
    assert (missing.id, missing.step) == ("missing-step", "Step 3: Create a shelf")


def test_a_step_at_another_place_has_moved() -> None:
    first, second = "POST request to /branches/{{branchID}}/shelves", "POST request to /branches/{{branchID}}/books"
    text = page("whole.txt").replace(second + " ", "@ ").replace(first, second).replace("@", first)
    text = text.replace(" created in step 3", "").replace(" created in step 4", "")
    assert ids(text) == ["wrong-order"]


def test_equal_requests_in_another_order_are_told_apart_by_their_titles() -> None:
    eighth = "| 8 | Submit the PIN |"
    text = page("page.md").replace(eighth, "| 8 | @ |").replace("| 9 | Accept the terms |", "| 9 | Submit the PIN |")
    assert ids(text.replace("@", "Accept the terms"), "page.md") == ["wrong-order"]


def test_two_lists_of_a_page_are_held_each() -> None:
    text = page("broken.txt").replace("PUT", "POST")
    assert ids(text) == ["wrong-method", "wrong-method"]


def test_a_list_that_goes_on_under_another_heading_is_complete_with_it() -> None:
    lines = [f"{step.number}. Make a {step.method} request to {step.address.path}." for step in FACTS.steps]
    second = [f"{index}. {line.partition(' ')[2]}" for index, line in enumerate(lines[6:], start=1)]
    text = "\n".join(["# Steps", *lines[:6], "", "# More", *second])
    assert ids(text) == []


def test_a_request_that_is_only_mentioned_asks_for_no_others() -> None:
    text = "Before all, make a GET request to /{{branchID}}/loans/{{loanID}} once.\n\n# Steps\n\n" + "\n".join(
        f"{step.number}. Make a {step.method} request to {step.address.path}." for step in FACTS.steps
    )
    assert ids(text) == []


def test_a_request_of_the_prerequisites_or_the_cleanup_is_no_extra_step() -> None:
    text = page("whole.txt").replace(
        "\nPress", "\n  11. Make a DELETE request to /branches/{{branchID}}/books/{{lentBookID}}.\n\nPress"
    )
    assert ids(text) == []


def test_steps_below_a_heading_that_nobody_knows_are_no_prerequisites() -> None:
    steps = "\n".join(f"Make a {step.method} request to {step.address.path} to go on." for step in FACTS.steps)
    assert ids(f"Prerequisites\nBe there.\nwhat to do\n{steps}") == []
    assert ids(f"Prerequisites\nBe there.\nwhat to do\n{steps}".replace("PUT", "POST")) == ["wrong-method"]


def test_an_empty_page_is_no_page_that_agrees() -> None:
    assert ids("") == ["no-steps"]


def test_a_page_of_one_step_leaves_out_the_others() -> None:
    assert ids("Make a POST request to /branches/{{branchID}}/readers.") == ["missing-step"] * 9


SECRET = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


def test_a_secret_on_a_page_is_not_spread() -> None:
    text = page("whole.txt").replace("/loans/start to", f"/loans/start?token={SECRET} to {SECRET}")
    (wrong,) = found(text)
    assert wrong.id == "wrong-query"
    shown = " ".join((wrong.message, wrong.claimed, wrong.actual, wrong.advice, wrong.place.excerpt))
    assert SECRET[10:] not in shown
    assert "eyJh•••" in wrong.place.excerpt
