"""Every life cycle: data, moved by one function."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from shared.domain import (
    card,
    monthly_report,
    registration,
    service_order,
    service_record,
    service_request,
    star_decision,
    transfer,
    year,
)
from shared.domain.life_cycle import move
from shared.errors import ConflictError

CYCLES: list[tuple[Mapping[Any, frozenset[Any]], type[StrEnum]]] = [
    (card.NEXT, card.Status),
    (monthly_report.NEXT, monthly_report.Status),
    (registration.NEXT, registration.Status),
    (service_order.NEXT, service_order.Status),
    (service_record.NEXT, service_record.Status),
    (service_request.NEXT, service_request.Status),
    (star_decision.NEXT, star_decision.Status),
    (transfer.NEXT, transfer.Status),
    (year.NEXT, year.Status),
]


@pytest.mark.parametrize(("table", "statuses"), CYCLES)
def test_every_status_is_reached_and_only_the_tables_moves_pass(
    table: Mapping[Any, frozenset[Any]], statuses: type[StrEnum]
) -> None:
    first = next(iter(statuses))
    assert set().union(*table.values()) | {first} == set(statuses)
    for status in statuses:
        for to in statuses:
            if to in table.get(status, frozenset()):
                assert move(table, status, to) is to
            else:
                with pytest.raises(ConflictError):
                    move(table, status, to)


def test_a_refused_move_names_the_noun_and_both_statuses() -> None:
    with pytest.raises(ConflictError) as refused:
        move(registration.NEXT, registration.Status.REJECTED, registration.Status.APPROVED)
    assert refused.value.code == "registration.not_movable"
    assert refused.value.values == {"status": "rejected", "to": "approved"}


def test_a_certified_record_is_only_ever_voided() -> None:
    assert service_record.NEXT[service_record.Status.CERTIFIED] == {service_record.Status.VOIDED}
    assert service_record.Status.VOIDED not in service_record.NEXT


def test_a_volunteer_who_left_registers_again_and_one_suspended_comes_back() -> None:
    status = registration.Status
    assert registration.NEXT[status.LEFT] == {status.SUBMITTED}
    assert status.APPROVED in registration.NEXT[status.SUSPENDED]
    assert status.REJECTED not in registration.NEXT
