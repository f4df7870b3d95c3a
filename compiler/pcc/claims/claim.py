"""What a page claims, as data; positions count in the page's prose."""

from dataclasses import dataclass

from pcc.claims.prose import Place, Prose

__all__ = ["Claims", "CountClaim", "OperationClaim", "ReferenceClaim", "RequestClaim", "RequestList", "VariableUse"]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RequestClaim:
    """`Make a POST request to /path`, or `Step 3: Create a population POST /path`.

    `readings` are what the path may be, the likeliest first: on a damaged page a word may be glued to its end. `words`
    is all that its item says, `doubled` where a second method stands. `number` is the label of its item, None without
    one; `labelled` when no other request comes before it in the item. An `aside` is in a section such as the
    prerequisites.
    """

    method: str
    readings: tuple[str, ...]
    words: str
    span: Span
    method_span: Span
    path_span: Span
    doubled: Span | None = None
    number: int | None = None
    labelled: bool = False
    aside: bool = False

    @property
    def said(self) -> str:
        """The request as the page names it."""
        return f"{self.method} {self.readings[0]}"


@dataclass(frozen=True, slots=True)
class RequestList:
    """Requests that a page lists as its steps, in the order of the page, each with the number that it goes by."""

    claims: tuple[RequestClaim, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountClaim:
    """`Number of APIs: 10`."""

    count: int
    noun: str
    span: Span


@dataclass(frozen=True, slots=True)
class ReferenceClaim:
    """`in step 5`; `made` is what the text says was made there, as in `population created in Step 3`."""

    number: int
    made: str
    span: Span


@dataclass(frozen=True, slots=True)
class VariableUse:
    """`{{envID}}` or `<<envID>>`, anywhere on the page."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class OperationClaim:
    """An operation that the page announces: what is done, and the words for what it is done to."""

    verb: str
    noun: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a page claims."""

    prose: Prose
    lists: tuple[RequestList, ...]
    counts: tuple[CountClaim, ...]
    references: tuple[ReferenceClaim, ...]
    variables: tuple[VariableUse, ...]
    operations: tuple[OperationClaim, ...]

    def place(self, span: Span) -> Place:
        """Return where in the page something stands."""
        return self.prose.place(*span)
