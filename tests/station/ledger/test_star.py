"""Stars and policies as the association sends them down."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from shared.domain.policy import default_policy
from shared.errors import InvalidError, NotFoundError
from station.models.star import Star
from tests.station.ledger.station import Station

ASSOCIATION = "association:gd"


def decide(station: Station, year: int, star: int, **changes: Any) -> None:
    volunteer = str(station.people["赵一"])
    data = {
        "volunteer": volunteer,
        "station": "station:01-3301",
        "year": year,
        "points": star * 300,
        "proposed": star,
        "star": star,
        "decision": "approved",
        "reason": "",
        "decided_on": f"{year + 1}-01-20",
        "by": "郑会长",
    } | changes
    subject = f"star:{data['volunteer']}:{year}"
    station.receive(station.message("star.decided", subject, data, ASSOCIATION))


def shown(station: Station, year: int) -> dict[str, Any]:
    status, answer = station.call("clerk", "GET", f"/api/stars?year={year}")
    assert (status, answer["total"]) == (200, 1)
    row: dict[str, Any] = answer["items"][0]
    return row


def test_three_approved_years_of_three_stars_make_a_streak(station: Station) -> None:
    for year in (2022, 2023, 2024):
        decide(station, year, 3)
    row = shown(station, 2024)
    assert (row["name"], row["star"], row["streak"], row["has_visits"]) == ("赵一", 3, 3, True)
    assert (row["is_in_force"], row["in_force_before"]) == (True, "2026-07-01")
    assert shown(station, 2023)["is_in_force"] is False
    assert shown(station, 2023)["in_force_before"] == "2025-01-20"
    decide(station, 2023, 2, decision="lowered", reason="时长有误")
    assert (shown(station, 2024)["streak"], shown(station, 2024)["has_visits"]) == (1, False)
    assert (shown(station, 2023)["decision"], shown(station, 2023)["reason"]) == (
        "lowered",
        "时长有误",
    )


def test_declined_held_and_revoked_stars_are_not_in_force(station: Station) -> None:
    for decision in ("held", "declined", "approved", "revoked"):
        decide(station, 2024, 1, decision=decision)
        row = shown(station, 2024)
        assert row["decision"] == decision
        assert row["is_in_force"] is (decision == "approved")
        assert row["streak"] == 0


def test_a_star_waits_for_its_volunteer_and_an_older_decision_changes_nothing(
    station: Station,
) -> None:
    with pytest.raises(NotFoundError, match=r"volunteer\.unknown"):
        decide(station, 2024, 1, volunteer=str(uuid4()))
    decide(station, 2024, 2)
    station.vers.clear()
    decide(station, 2024, 1)
    assert shown(station, 2024)["star"] == 2
    assert station.session.query(Star).count() == 1


def test_a_years_policy_is_the_plans_until_the_associations_arrives(station: Station) -> None:
    _, before = station.call("clerk", "GET", "/api/policies/2025")
    assert before["is_default"] is True
    assert before["policy"] == default_policy(2025).to_dict()
    station.certified(station.row())
    policy = before["policy"] | {"points_per_hour": 4, "deadline_rule": "next_working_day"}
    data = {"year": 2025, "policy": policy, "working_days": {"2025-02-04": False}}
    station.receive(station.message("policy.set", "policy:2025", data, ASSOCIATION))
    _, after = station.call("clerk", "GET", "/api/policies/2025")
    assert (after["is_default"], after["policy"]["points_per_hour"]) == (False, 4)
    assert after["working_days"] == {"2025-02-04": 0}
    month = station.month("2025-01")
    assert month["table"]["volunteers"][0]["points"] == 8
    assert month["due_on"] == "2025-02-05"


def test_a_bad_or_older_policy_changes_nothing(station: Station) -> None:
    good = default_policy(2025).to_dict()
    for year, policy, code in (
        (2025, good | {"points_per_hour": 0}, "policy.bad_value"),
        (2024, good, "policy.other_year"),
    ):
        data = {"year": year, "policy": policy, "working_days": {}}
        with pytest.raises(InvalidError, match=code):
            station.receive(station.message("policy.set", f"policy:{year}", data, ASSOCIATION))
    newer = station.message(
        "policy.set", "policy:2025", {"year": 2025, "policy": good, "working_days": {}}
    )
    station.receive(newer)
    station.vers.clear()
    data = {"year": 2025, "policy": good | {"points_per_hour": 9}, "working_days": {}}
    station.receive(station.message("policy.set", "policy:2025", data, ASSOCIATION))
    assert station.call("clerk", "GET", "/api/policies/2025")[1]["policy"] == good
