"""Every statement means the same natively and in Postman's sandbox: names, verdicts, messages, variables."""

from pathlib import Path

import pytest

from fidelity.corpus.answers import VARIABLES
from fidelity.corpus.families import FAMILIES
from fidelity.newman_driver import Newman
from fidelity.trials import Trial, find_differences
from pcc.model.request import FormParam, UrlencodedBody
from pcc.model.statement import Assertion, Comparison, HeaderValue, Operator, Sent, SentPart
from pcc.model.template import Template


@pytest.mark.parametrize("family", FAMILIES)
def test_both_engines_agree_on(family: str, newman: Newman, tmp_path: Path) -> None:
    differences = find_differences(list(FAMILIES[family]()), newman, tmp_path, VARIABLES)
    assert not differences, f"{len(differences)} differences:\n" + "\n".join(differences[:40])


def test_both_engines_show_the_same_type_of_a_form(newman: Newman, tmp_path: Path) -> None:
    sent_type = Comparison(Operator.EQUALS, Sent(SentPart.HEADER, "Content-Type"))
    form = UrlencodedBody((FormParam(Template.of("a"), Template.of("b")),))
    trial = Trial("form", [Assertion(HeaderValue("Content-Type"), sent_type)], method="POST", body=form)
    assert find_differences([trial], newman, tmp_path) == []
