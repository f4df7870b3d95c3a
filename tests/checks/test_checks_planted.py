"""Every planted defect is one finding, of its id; without one there is none."""

import copy

import pytest

from checks.orders import check_documents, orders, orders_environment
from checks.planted import PLANTED, Planted


def test_what_defects_are_planted_into_has_none() -> None:
    assert check_documents(orders(), orders_environment()) == []


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{planted.id}: {planted.what}" for planted in PLANTED])
def test_a_planted_defect_is_one_finding_of_its_id(planted: Planted) -> None:
    collection, environment = copy.deepcopy(orders()), copy.deepcopy(orders_environment())
    planted.edit(collection, environment)
    found = check_documents(collection, environment if planted.with_environment else None)
    assert [diagnostic.id for diagnostic in found] == [planted.id], [diagnostic.message for diagnostic in found]
    assert planted.pointer is None or found[0].pointer == planted.pointer
    assert found[0].message
    assert found[0].advice


def test_there_are_forty_defects_of_every_topic() -> None:
    assert len(PLANTED) >= 40
