"""What the result of a step counts for."""

from dataclasses import replace

from pcc.load.samples import Reasons, Sample, fold_item, name_steps
from pcc.model.collection import Collection, Item, ItemGroup
from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.request import Request, Url
from pcc.model.result import AssertionResult, Exchange, ItemResult, ScriptResult
from pcc.model.template import Template
from pcc.runner import Redactor


def exchange(method: str = "GET", *, answered: bool = True, ms: float = 5.0) -> Exchange:
    request = HttpRequest(method, "http://x/", ())
    return Exchange(request, HttpResponse(200, "OK", (), b"12345", ms) if answered else None)


def elapsed(hop: Exchange) -> float:
    return hop.response.elapsed_ms if hop.response else 700.0


def fold(result: ItemResult, mask: Redactor | None = None) -> Sample:
    return fold_item(result, "S", elapsed, mask or Redactor())


DONE = ItemResult("S", "id", (), (exchange("POST"), exchange(ms=7.0)), ())


def test_hops_are_added_up_under_the_method_of_the_first() -> None:
    assert fold(DONE) == Sample("POST", "S", 12.0, 10, 2)


def test_requests_of_scripts_are_requests_but_not_time_of_the_step() -> None:
    sent = ScriptResult("test", requests=(exchange(ms=900.0), exchange(ms=900.0)))
    assert fold(replace(DONE, scripts=(sent,))) == Sample("POST", "S", 12.0, 10, 4)


def test_a_request_without_an_answer_takes_the_time_that_it_waited() -> None:
    failed = replace(DONE, exchanges=(exchange(answered=False),), error="timed out after 700 ms")
    assert fold(failed) == Sample("GET", "S", 700.0, 0, 1, "timed out after 700 ms")


def test_a_step_that_was_not_sent_has_no_time() -> None:
    assert fold(replace(DONE, exchanges=(), error="no host")) == Sample("-", "S", None, 0, 0, "no host")


def test_a_skipped_step_does_not_count_unless_its_script_failed() -> None:
    skipped = replace(DONE, exchanges=(), skipped=True)
    assert not fold(skipped).counts
    assert fold(replace(skipped, scripts=(ScriptResult("prerequest", error="boom"),))).counts


def test_the_first_reason_stands_for_all() -> None:
    tests = (AssertionResult("a", "one"), AssertionResult("b", "two"), AssertionResult("c"))
    assert fold(replace(DONE, scripts=(ScriptResult("test", assertions=tests),))).failure == "a: one (and 1 more)"


def test_an_unresolved_variable_is_a_failure() -> None:
    assert fold(replace(DONE, unresolved=("a", "b"))).failure == "nothing resolves {{a}}, {{b}}"


def test_a_reason_is_masked_before_it_is_cut_and_stays_one_line() -> None:
    secret = "s" * 40
    failed = replace(DONE, error="x" * 290 + secret + "\n\x1b[31mred")
    reason = fold(failed, Redactor([secret])).failure
    assert reason is not None
    assert "sss" not in reason
    assert "\n" not in reason
    assert "\x1b" not in reason
    assert len(reason) <= 301


def test_reasons_of_a_step_are_bounded() -> None:
    reasons = Reasons()
    kept = {reasons.bound("S", f"no user {number}") for number in range(500)}
    assert len(kept) == 51
    assert reasons.bound("S", "no user 3") == "no user 3"
    assert reasons.bound("other", "no user 400") == "no user 400"


def test_names_have_their_folders_only_where_they_need_them() -> None:
    def item(name: str) -> Item:
        return Item(name, Request("GET", Url(Template.of("http://x/"))))

    collection = Collection("C", (ItemGroup("A", (item("Same"), item("Own"))), ItemGroup("B", (item("Same"),))))
    assert list(name_steps(collection, Redactor(["Own"])).values()) == ["A / Same", "••••••", "B / Same"]
