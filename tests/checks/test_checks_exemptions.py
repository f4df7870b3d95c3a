"""What looks like a defect and is none raises no alarm."""

import pytest

from checks.exempt import EXEMPT, Exempt
from checks.orders import check_documents, orders, orders_environment
from checks.planted.rows import header
from checks.planted.secrets import JWT, OPAQUE
from pcc.diagnostics import Level


@pytest.mark.parametrize("exempt", EXEMPT, ids=lambda exempt: exempt.what)
def test_what_is_no_defect_raises_no_alarm(exempt: Exempt) -> None:
    collection, environment = orders(), orders_environment()
    exempt.edit(collection, environment)
    found = check_documents(collection, environment if exempt.with_environment else None)
    alarms = [(one.id, one.message) for one in found if one.level is not Level.NOTE]
    assert alarms == []
    allowed = {"never-read", "unused-in-environment", exempt.note}
    assert {one.id for one in found} <= allowed, [one.message for one in found]


def test_the_same_token_is_found_where_it_is_no_sample() -> None:
    for text in (JWT, OPAQUE):
        collection = orders()
        header(collection, 2, "X-Api-Key", text)
        assert [one.id for one in check_documents(collection, orders_environment())] == ["literal-secret"]
