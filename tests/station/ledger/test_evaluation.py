"""The same evaluation for many, a result a record; who took part evaluates none of them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_record import Evaluation
from shared.errors import ConflictError
from station.actions.bulk import Bulk, Result
from station.actions.evaluation import evaluate_records
from station.database import db
from tests.station.ledger.held import held
from tests.station.ledger.station import SLIP, Station


def evaluate(
    station: Station, *ids: str, login: str = "clerk", count: int | None = None
) -> list[Result]:
    bulk = Bulk([UUID(one) for one in ids], len(ids) if count is None else count)
    actor = station.actor(login)
    with transaction(db) as session:
        return evaluate_records(session, actor, business_now(), bulk, Evaluation.SATISFIED)


def codes(results: list[Result]) -> list[str]:
    return [row.refusal.code if row.refusal else "" for row in results]


def test_many_are_evaluated_in_one_act_before_and_after_the_signature(station: Station) -> None:
    _, [zhao, qian] = held(station, "赵一", "钱二", common={"evaluation": "none"})
    row = station.row(day="2025-01-21", form="dispatched", evidence=SLIP)
    [signed] = station.enter(row)
    station.certify(zhao)
    unknown = str(uuid4())
    found = evaluate(station, zhao, qian, signed, unknown)
    assert codes(found) == ["", "", "service_record.evaluated_already", "service_record.unknown"]
    assert station.record(zhao)["evaluation"] == station.record(qian)["evaluation"] == "satisfied"
    assert codes(evaluate(station, zhao)) == ["service_record.evaluated_already"]
    station.certify(qian)
    [cell] = station.month("2025-01")["table"]["cells"]
    assert cell["satisfied_hours"] == 4


def test_another_count_than_was_ticked_evaluates_nothing(station: Station) -> None:
    _, ids = held(station, "赵一", common={"evaluation": "none"})
    with pytest.raises(ConflictError, match="other_count"):
        evaluate(station, *ids, count=2)
    assert station.record(ids[0])["evaluation"] == "none"


def test_who_took_part_evaluates_no_record_of_the_activity(station: Station) -> None:
    station.account("zhao", "赵一", "clerk")
    common = {"evaluation": "none"}
    _, shift = held(station, "赵一", "钱二", common=common, form="fixed_point")
    rows = [
        station.row(name=name, day="2025-01-21", evaluation="none") for name in ("赵一", "钱二")
    ]
    group = station.enter(*rows)
    [elsewhere] = station.enter(station.row(name="钱二", day="2025-01-22", evaluation="none"))
    found = evaluate(station, *shift, *group, elsewhere, login="zhao")
    took_part = ["service_record.own_record", "service_record.took_part"]
    assert codes(found) == [*took_part, *took_part, ""]
    assert codes(evaluate(station, *shift, *group)) == [""] * 4


def test_a_late_evaluation_opens_the_closed_month_again(station: Station) -> None:
    _, ids = held(station, "赵一", "钱二", common={"evaluation": "none"})
    station.certify(*ids)
    assert station.close("2025-01")[0] == 200
    evaluate(station, *ids)
    assert station.month("2025-01")["status"] == "open"
