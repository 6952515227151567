"""Stations enrolled, profiled, shut out; directory and policies on their way down."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from center.actions import station as station_actions
from center.actions.grid import grid
from center.actions.station import (
    Closing,
    Invitation,
    approve_station,
    close_station,
    invite_station,
    reopen_station,
    revoke_station,
)
from center.actions.station_link import links_of
from center.database import db
from center.models import policy
from center.models.federation import Peer
from center.models.policy import YearPolicy
from center.models.station import Station
from shared.domain.policy import default_policy
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.node_key import public_keys
from shared.federation.proof import check_seal
from tests.center.bureau import ASSOCIATION, CENTER, OFFICER, A, B, Bureau, new_vault
from tests.center.refusal import refused


def set_policy(bureau: Bureau, year: int = 2025, ver: int = 1, **figures: Any) -> None:
    data = {
        "year": year,
        "policy": default_policy(year).to_dict() | figures,
        "working_days": {date(year, 1, 28): False, date(year, 1, 26): True},
    }
    subject = f"policy:{year}"
    bureau.receive("policy.set", ASSOCIATION, data, subject=subject, ver=ver)


def entry(bureau: Bureau, node: str, title: str = "另一中心") -> dict[str, str]:
    sign_key, seal_key = public_keys(bureau.vaults.setdefault(node, new_vault()))
    return {"node": node, "title": title, "sign_key": sign_key, "seal_key": seal_key}


def named(told: dict[str, Any]) -> set[str]:
    return {node["node"] for node in told["nodes"]}


def test_each_station_learns_the_keys_of_all(bureau: Bureau) -> None:
    assert [named(told) for told in bureau.sent("directory", A)][-1] == {B}
    assert set().union(*(named(told) for told in bureau.sent("directory", B))) >= {A, B}
    sign_key, _seal_key = public_keys(bureau.vaults[B])
    keys = {node["node"]: node["sign_key"] for node in bureau.sent("directory", A)[-1]["nodes"]}
    assert keys[B] == sign_key


def test_many_keys_go_in_several_messages_and_a_new_one_goes_alone(
    bare: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station_actions, "KEYS_PER_MESSAGE", 2)
    for n in range(5):
        bare.enrol(f"station:01-90{n}")
    told = [named(each) for each in bare.sent("directory", "station:01-900")]
    assert told[-4:] == [{f"station:01-90{n}"} for n in range(1, 5)]
    told = [named(each) for each in bare.sent("directory", "station:01-904")]
    assert [len(each) for each in told][:2] == [2, 2]
    assert set().union(*told) >= {f"station:01-90{n}" for n in range(5)}


def test_a_station_that_comes_back_with_a_new_key_is_told_upwards(bureau: Bureau) -> None:
    before = len(bureau.sent("center.profile", ASSOCIATION))
    bureau.vaults[A] = new_vault()
    bureau.enrol(A)
    told = bureau.sent("center.profile", ASSOCIATION)
    assert len(told) == before + 1
    assert told[-1]["stations"][0]["sign_key"] == public_keys(bureau.vaults[A])[0]


def test_the_association_learns_the_stations_with_keys_from_their_profile_on(
    bare: Bureau,
) -> None:
    bare.enrol(A)
    bare.enrol(B)
    assert bare.sent("center.profile", ASSOCIATION) == []
    bare.profile(A)
    bare.profile(A)
    told = bare.sent("center.profile", ASSOCIATION)
    assert len(told) == 1
    assert (told[0]["center"], told[0]["title"]) == (CENTER, "教育局党员义工服务中心")
    assert [row["station"] for row in told[0]["stations"]] == [A]
    sign_key, seal_key = public_keys(bare.vaults[A])
    assert told[0]["stations"][0]["sign_key"] == sign_key
    assert told[0]["stations"][0]["seal_key"] == seal_key
    bare.profile(B, opened_on=date(2025, 3, 1), closed_on=date(2025, 6, 30))
    told = bare.sent("center.profile", ASSOCIATION)
    assert [[row["station"] for row in each["stations"]] for each in told] == [[A], [B]]
    assert bare.get(Station, B).closed_on == date(2025, 6, 30)


def test_a_profile_of_an_unknown_station_waits(bare: Bureau) -> None:
    with refused(NotFoundError, "station.unknown"):
        bare.profile(A)


def test_only_stations_are_invited(bare: Bureau) -> None:
    with bare.writing() as session, refused(InvalidError, "enrolment.not_a_station"):
        invite_station(session, OFFICER, bare.now, Invitation("center:02", "中心", "http://x"))


def test_another_fingerprint_is_not_let_in(bare: Bureau) -> None:
    shown = bare.enrol(A, approved=False)
    other = shown[:-1] + ("0" if shown[-1] != "0" else "1")
    with refused(ConflictError, "enrolment.other_fingerprint"), bare.writing() as session:
        approve_station(session, OFFICER, bare.now, A, other)
    assert bare.get(Peer, A).state == "pending"
    with bare.writing() as session:
        approve_station(session, OFFICER, bare.now, A, shown.replace(" ", "").upper())
    assert bare.get(Station, A).title == "站01"


def test_whoever_compared_at_the_console_gives_no_fingerprint(bare: Bureau) -> None:
    bare.enrol(A, approved=False)
    with bare.writing() as session:
        approve_station(session, OFFICER, bare.now, A, None)


def test_a_station_shut_out_keeps_what_it_reported_and_can_come_again(bureau: Bureau) -> None:
    with bureau.writing() as session:
        revoke_station(session, OFFICER, bureau.now, A)
    assert bureau.get(Peer, A).state == "revoked"
    assert bureau.get(Station, A).opened_on == date(2025, 1, 1)
    bureau.enrol(A)
    assert bureau.get(Peer, A).state == "active"
    assert len(bureau.audited("station.approve")) == 3


def test_keys_from_the_association_reach_every_station_also_later_ones(bare: Bureau) -> None:
    bare.enrol(A)
    nodes = [entry(bare, ASSOCIATION, "协会"), entry(bare, "station:02-1")]
    bare.receive("directory", ASSOCIATION, {"nodes": nodes}, subject="node:center:02")
    assert named(bare.sent("directory", A)[-1]) == {ASSOCIATION, "station:02-1"}
    bare.enrol(B)
    seen = set().union(*(named(told) for told in bare.sent("directory", B)))
    assert seen == {A, B, ASSOCIATION, "station:02-1"}


def test_a_key_of_another_node_is_refused(bureau: Bureau) -> None:
    stolen = entry(bureau, A) | {"node": "station:02-1"}
    with refused(ConflictError, "key.of_another_node"):
        bureau.receive("directory", ASSOCIATION, {"nodes": [stolen]})


def test_a_policy_goes_down_as_it_was_signed_also_to_later_stations(bare: Bureau) -> None:
    bare.enrol(A)
    set_policy(bare)
    set_policy(bare, 2026)
    bare.enrol(B)
    for station in (A, B):
        rows = bare.rows("policy.set", station)
        assert [told["year"] for told in bare.sent("policy.set", station)] == [2025, 2026]
        for row in rows:
            check_seal(row.seal or "", row.body or b"", bare.key_of(ASSOCIATION))


def test_the_newest_policy_of_a_year_holds(bureau: Bureau) -> None:
    set_policy(bureau, points_per_hour=6)
    set_policy(bureau, ver=2, points_per_hour=7)
    set_policy(bureau, ver=1, points_per_hour=6)
    session = db.session()
    assert policy.policy_of(session, 2025).points_per_hour == 7
    assert policy.policy_of(session, 2026) == default_policy(2026)
    days = policy.working_days(session)
    assert not days.is_working(date(2025, 1, 28))
    assert days.is_working(date(2025, 1, 26))
    session.rollback()
    assert len(bureau.sent("policy.set", A)) == 2
    assert bureau.audited("policy.set")[1].before["points_per_hour"] == 6


def test_a_policy_out_of_bounds_reaches_no_station(bureau: Bureau) -> None:
    with refused(InvalidError, "policy.bad_value"):
        set_policy(bureau, points_per_hour=0)
    assert bureau.sent("policy.set", A) == []
    with bureau.writing() as session:
        assert session.get(YearPolicy, 2025) is None


def test_a_station_that_the_center_closed_owes_no_later_month_whatever_it_says(
    bureau: Bureau,
) -> None:
    bureau.now = datetime(2025, 6, 10, tzinfo=UTC)
    closing = Closing(B, date(2025, 3, 20), " 并入实验小学 ")
    with bureau.writing() as session:
        close_station(session, OFFICER, bureau.now, closing)
    found = bureau.get(Station, B)
    assert (found.closed_on, found.closed_reason) == (date(2025, 3, 20), "并入实验小学")
    told = bureau.sent("center.profile", ASSOCIATION)[-1]["stations"][0]
    assert (told["station"], told["closed_on"]) == (B, "2025-03-20")
    bureau.profile(B, title="第二中学旧址")
    assert bureau.get(Station, B).closed_on == date(2025, 3, 20)
    rows = {row.station.name: row for row in grid(db.session(), bureau.now, 2025)}
    assert [month.state for month in rows[B].months[2:4]] == ["missing", "not_owed"]
    db.session().rollback()
    assert bureau.audited("station.close")[0].after["reason"] == "并入实验小学"


def test_a_closing_is_taken_back_once(bureau: Bureau) -> None:
    with bureau.writing() as session:
        close_station(session, OFFICER, bureau.now, Closing(B, date(2025, 3, 20), "并校"))
    with bureau.writing() as session:
        reopen_station(session, OFFICER, bureau.now, B)
    assert bureau.get(Station, B).closed_on is None
    bureau.profile(B, closed_on=date(2025, 5, 1))
    assert bureau.get(Station, B).closed_on == date(2025, 5, 1)
    with refused(ConflictError, "station.not_closed"), bureau.writing() as session:
        reopen_station(session, OFFICER, bureau.now, B)


def test_a_closing_has_a_reason_and_no_day_before_the_opening(bureau: Bureau) -> None:
    wrong = {
        "station.no_reason": Closing(B, date(2025, 3, 20), " "),
        "station.closed_before_opening": Closing(B, date(2024, 12, 31), "并校"),
    }
    for code, closing in wrong.items():
        with refused(InvalidError, code), bureau.writing() as session:
            close_station(session, OFFICER, bureau.now, closing)
    with refused(NotFoundError, "station.unknown"), bureau.writing() as session:
        close_station(session, OFFICER, bureau.now, Closing("station:01-9", date(2025, 3, 1), "x"))


def test_a_station_without_a_profile_is_closed_and_told_of_later(bare: Bureau) -> None:
    bare.enrol(A)
    with bare.writing() as session:
        close_station(session, OFFICER, bare.now, Closing(A, date(2025, 3, 20), "没有开成"))
    assert bare.sent("center.profile", ASSOCIATION) == []


def test_each_line_says_how_it_stands(bureau: Bureau) -> None:
    bureau.enrol("station:01-3303", approved=False)
    links = links_of(db.session())
    assert [links[name]["state"] for name in sorted(links)] == ["active", "active", "pending"]
    assert links[A]["last_ok"] is None and links[A]["unsealed"] > 0
