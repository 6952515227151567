"""Centers invited, approved, revoked; their stations' keys go to all other centers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from association.actions import directory
from association.actions.center import (
    Approval,
    Invitation,
    approve_center,
    invite_center,
    revoke_center,
)
from association.database import db
from association.models.center import Center
from association.models.federation import TABLES
from association.models.station import Station
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.federation.enrolment import Applicant, accept, lower_peer, read_string
from shared.federation.node_key import fingerprint, key_of
from tests.association.district import CENTER, OFFICER, OTHER_CENTER, A, B, District, keys


def apply(district: District, node: str = CENTER) -> str:
    """A center that was invited comes with its string; the fingerprint its screen shows."""
    with district.writing() as session:
        invitation = Invitation(node, "教育局", "http://127.0.0.1:8000")
        string = invite_center(session, OFFICER, district.now, invitation)
    pair = keys()
    with district.writing() as session:
        accept(
            session,
            TABLES,
            read_string(string).token,
            Applicant(node, **pair, instance=UUID(int=1)),
        )
    return fingerprint(pair["sign_key"])


def approve(district: District, node: str = CENTER, shown: str | None = None) -> None:
    with district.writing() as session:
        approve_center(session, OFFICER, district.now, Approval(node, shown))


def test_an_approved_center_learns_the_associations_key_and_all_policies(bare: District) -> None:
    approve(bare, shown=apply(bare))
    [own] = bare.promised("directory")
    assert [entry["node"] for entry in own["nodes"]] == ["association:13"]
    assert sorted(policy["year"] for policy in bare.promised("policy.set")) == [2024, 2025, 2026]
    assert [line.action for line in bare.audited("center.approved")] == ["center.approved"]


def test_a_center_approved_later_learns_the_others_and_they_learn_it(district: District) -> None:
    approve(district, OTHER_CENTER, apply(district, OTHER_CENTER))
    told = [[entry["node"] for entry in data["nodes"]] for data in district.promised("directory")]
    to_new = district.promised("directory", OTHER_CENTER)
    assert [[entry["node"] for entry in data["nodes"]] for data in to_new] == [
        ["association:13"],
        [CENTER, A, B],
    ]
    assert told[-1] == [OTHER_CENTER]
    assert len(district.promised("policy.set", OTHER_CENTER)) == 3


def test_a_policy_changed_in_between_reaches_a_later_center_as_it_stands(bare: District) -> None:
    approve(bare, shown=apply(bare))
    approve(bare, OTHER_CENTER, apply(bare, OTHER_CENTER))
    assert len(bare.promised("policy.set", CENTER)) == 3
    assert len(bare.promised("policy.set", OTHER_CENTER)) == 3


def test_another_fingerprint_than_on_the_centers_screen_is_not_approved(bare: District) -> None:
    shown = apply(bare)
    with pytest.raises(ConflictError, match=r"enrolment\.other_fingerprint"):
        approve(bare, shown="0000 " + shown[5:])
    approve(bare, shown=shown.replace(" ", "").upper())


def test_the_command_line_approves_by_a_persons_eye(bare: District) -> None:
    apply(bare)
    approve(bare)
    assert db.session().get(Center, CENTER) is not None


def test_a_revoked_center_that_comes_again_is_approved_anew(bare: District) -> None:
    approve(bare, shown=apply(bare))
    with bare.writing() as session:
        revoke_center(session, OFFICER, bare.now, CENTER)
    assert lower_peer(db.session(), TABLES, CENTER).state == "revoked"
    db.session().rollback()
    approve(bare, shown=apply(bare))
    assert len(bare.audited("center.revoked")) == 1


def test_only_centers_are_invited(bare: District) -> None:
    with (
        pytest.raises(InvalidError, match=r"enrolment\.not_a_center"),
        bare.writing() as session,
    ):
        invitation = Invitation(A, "实验小学", "http://127.0.0.1:8000")
        invite_center(session, OFFICER, bare.now, invitation)


def test_a_profile_makes_stations_known_with_their_keys(district: District) -> None:
    session = db.session()
    station = session.get_one(Station, A)
    assert (station.center, station.opened_on) == (CENTER, date(2025, 1, 1))
    key = key_of(session, TABLES, A)
    assert key is not None
    assert key.sign_key == district.keys[A]["sign_key"]
    assert len(district.audited("station.profiled")) == 2


def test_new_keys_go_to_all_other_centers_and_only_when_they_change(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    district.profile(A, B)
    assert district.promised("directory") == []
    district.keys[A] = keys()
    district.profile(A, B)
    [told] = district.promised("directory", OTHER_CENTER)
    [entry] = told["nodes"]
    assert (entry["node"], entry["sign_key"]) == (A, district.keys[A]["sign_key"])
    assert district.promised("directory", CENTER) == []


def test_a_centers_many_keys_go_in_several_messages(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "KEYS_PER_MESSAGE", 2)
    approve(district, OTHER_CENTER, apply(district, OTHER_CENTER))
    told = district.promised("directory", OTHER_CENTER)
    assert [[entry["node"] for entry in data["nodes"]] for data in told] == [
        ["association:13"],
        [CENTER, A],
        [B],
    ]


def test_a_closed_station_is_audited_with_before_and_after(district: District) -> None:
    district.profile(A, closed_on=date(2025, 8, 31))
    line = district.audited("station.profiled")[-1]
    assert line.before is not None
    assert line.after is not None
    assert (line.before["closed_on"], line.after["closed_on"]) == (None, "2025-08-31")


def test_a_center_speaks_for_itself_alone(district: District) -> None:
    district.admit(OTHER_CENTER, "卫生局")
    data = {"center": CENTER, "title": "x", "stations": []}
    with pytest.raises(ForbiddenError, match=r"center\.not_own_profile"):
        district.receive("center.profile", OTHER_CENTER, data)
    with pytest.raises(ConflictError, match=r"station\.of_other_center"):
        district.profile(A, center=OTHER_CENTER)


def test_a_center_names_stations_alone(district: District) -> None:
    with pytest.raises(InvalidError, match=r"station\.bad_name"):
        district.profile("center:09")


def test_a_profile_of_a_center_that_is_not_approved_waits(bare: District) -> None:
    with pytest.raises(NotFoundError, match=r"center\.unknown"):
        bare.profile(A)


def test_a_key_that_is_missing_is_no_directory(bare: District) -> None:
    with bare.writing() as session:
        session.add(Center(name=CENTER, title="x", approved_on=date(2025, 1, 1)))
    shown = apply(bare, OTHER_CENTER)
    with pytest.raises(NotFoundError, match=r"key\.unknown"):
        approve(bare, OTHER_CENTER, shown)
