"""Activities as tests plan and hold them over the API."""

from __future__ import annotations

from typing import Any

from tests.station.ledger.station import Station

PLAN = {
    "title": "清扫广场",
    "category": "public_service",
    "place": "社区广场",
    "day": "2025-01-20",
    "start": "08:00",
    "end": "10:00",
}


def line(station: Station, name: str, **changes: Any) -> dict[str, Any]:
    return {"volunteer": str(station.people[name])} | changes


def listed(station: Station, *names: str, **common: Any) -> dict[str, Any]:
    """A list of these people, satisfied unless said otherwise."""
    return {"rows": [line(station, name) for name in names], "evaluation": "satisfied"} | common


def planned(station: Station, login: str = "clerk", **changes: Any) -> str:
    status, answer = station.call(login, "POST", "/api/activities", PLAN | changes)
    assert status == 201, answer
    return str(answer["id"])


def attended(
    station: Station, activity: str, attendance: dict[str, Any], login: str = "clerk"
) -> tuple[int, dict[str, Any]]:
    return station.call(login, "POST", f"/api/activities/{activity}/attendance", attendance)


def entered(
    station: Station, attendance: dict[str, Any], login: str = "clerk", **plan: Any
) -> tuple[int, dict[str, Any]]:
    body = {"plan": PLAN | plan, "attendance": attendance}
    return station.call(login, "POST", "/api/activities/held", body)


def held(
    station: Station, *names: str, common: dict[str, Any] | None = None, **plan: Any
) -> tuple[str, list[str]]:
    """An activity entered with its list: its id, and the records' in the order of the names."""
    status, answer = entered(station, listed(station, *names, **(common or {})), **plan)
    assert status == 201, answer
    return answer["activity"], [row["id"] for row in answer["items"]]


def shown(station: Station, activity: str) -> dict[str, Any]:
    status, answer = station.call("clerk", "GET", f"/api/activities/{activity}")
    assert status == 200, answer
    return answer
