"""A base of the center serves a request: taken, told, its contact kept sealed, done, given back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from center.actions.base_contact import opened, show_contact
from center.actions.base_request import report_served, take_request
from center.domain.base_request import Served
from center.models.base_contact import BaseContact, shown_until
from center.models.federation import TABLES
from shared.clock import machine_now
from shared.domain.contact import Contact
from shared.domain.contact_file import ContactFile
from shared.domain.service_record import Evaluation
from shared.errors import ConflictError, ForbiddenError, NotFoundError, UntrustedError
from shared.federation.node_key import public_keys, put_key
from shared.federation.sealing import seal_for
from shared.vault import vault_of
from tests.center.bureau import ASSOCIATION, CENTER, OFFICER, A, B, Bureau
from tests.center.refusal import refused
from tests.center.request import WHY, Asked, asked, given, number, question, routed_above

FENG = ContactFile(Contact("冯玉英", "13812344472", "育才里3号楼", "卫生间的灯不亮了"))
DONE = Served(date(2025, 2, 3), 2, 3, Evaluation.SATISFIED)


def take(found: Asked, reason: str = WHY) -> None:
    with found.bureau.writing() as session:
        take_request(session, OFFICER, found.bureau.now, found.id, reason)


def served(found: Asked, done: Served = DONE) -> None:
    with found.bureau.writing() as session:
        report_served(session, OFFICER, found.bureau.now, found.id, done)


def seals(found: Asked, sender: str = A, custody: tuple[int, int] = (0, 2), **more: Any) -> None:
    """The first station's contact, for this center alone."""
    with found.bureau.writing() as session:
        put_key(session, TABLES, CENTER, "中心", *public_keys(vault_of(session)))
        sealed = seal_for(session, TABLES, CENTER, FENG.to_json().encode())
    data = {"custody": number(*custody), "to": CENTER, "sealed": sealed} | more
    found.receive("contact", sender, data)


def kept(found: Asked) -> bool:
    with found.bureau.writing() as session:
        return session.get(BaseContact, found.id) is not None


def at_base(bureau: Bureau) -> Asked:
    found = asked(bureau)
    take(found)
    seals(found)
    return found


def test_the_first_station_hears_who_has_it_and_seals_the_contact_to_the_center(
    bureau: Bureau,
) -> None:
    found = asked(bureau)
    take(found)
    assert found.state == ("accepted", CENTER, (0, 2))
    assert [said["to"] for said in found.sent("routed", A)] == [CENTER, CENTER]
    [taken] = found.sent("taken", A)
    with bureau.writing() as session:
        own = public_keys(vault_of(session))[1]
    assert (taken["station"], taken["seal_key"], taken["custody"]) == (CENTER, own, number(0, 2))
    assert not kept(found)
    seals(found)
    assert kept(found)
    assert found.sent("contact", A) == [] and bureau.sent("request.contact", ASSOCIATION) == []
    assert len(bureau.audited("service_request.contact_kept")) == 1


def test_it_lies_sealed_and_is_opened_for_a_reason_which_is_logged(bureau: Bureau) -> None:
    found = at_base(bureau)
    with bureau.writing() as session:
        jwe = session.get_one(BaseContact, found.id).jwe
        assert jwe.startswith("ey") and FENG.contact.name not in jwe
        assert shown_until(session, found.id, OFFICER.id, machine_now()) is None
        assert show_contact(session, OFFICER, bureau.now, found.id, "call") == FENG
    with bureau.writing() as session:
        assert shown_until(session, found.id, OFFICER.id, machine_now()) is not None
        assert opened(session, found.id) == FENG
    [line] = bureau.audited("service_request.contact_shown")
    assert line.after == {"reason": "showing:call"}
    assert FENG.contact.name not in json.dumps(line.after, ensure_ascii=False)


def test_nothing_is_shown_before_it_came(bureau: Bureau) -> None:
    found = asked(bureau)
    take(found)
    with refused(NotFoundError, "contact_showing.nothing"), bureau.writing() as session:
        show_contact(session, OFFICER, bureau.now, found.id, "call")
    with refused(ConflictError, "base_request.no_contact"):
        served(found)


def test_what_is_sealed_for_another_or_under_another_number_is_not_kept(bureau: Bureau) -> None:
    found = asked(bureau)
    take(found)
    with refused(UntrustedError, "sealed.unreadable"):
        seals(found, sealed="ey.x.x.x.x")
    seals(found, to=B)
    seals(found, custody=(0, 1))
    with refused(ForbiddenError, "message.other_station"):
        seals(found, sender=B)
    assert not kept(found)


def test_what_was_done_comes_back_step_by_step(bureau: Bureau) -> None:
    found = at_base(bureau)
    served(found)
    assert found.state == ("closed", None, (0, 2))
    told = found.sent("progress", A)
    assert [one["status"] for one in told] == ["dispatched", "done", "closed"]
    assert [one["outcome"] and one["outcome"]["hours"] for one in told] == [None, 3, 3]
    assert found.row.outcome == told[-1]["outcome"]
    assert found.row.outcome["people"] == 2 and found.row.taker == CENTER
    assert kept(found)
    bureau.receive("erasure", B, {"messages": [found.id]}, subject=found.subject)
    assert kept(found), "another station's word is nothing"
    bureau.receive("erasure", A, {"messages": [found.id]}, subject=found.subject)
    bureau.receive("erasure", A, {"messages": [found.id]}, subject="request:?")
    assert not kept(found)


def test_what_cannot_be_done_goes_back_into_the_queue(bureau: Bureau) -> None:
    found = at_base(bureau)
    found.act("return")
    assert found.state == ("returned", CENTER, (0, 3))
    assert not kept(found)
    assert found.sent("routed", A)[-1]["status"] == "returned"
    found.route(B)
    assert found.state == ("routed", B, (0, 4))


def test_asked_anew_nothing_of_the_first_time_is_left(bureau: Bureau) -> None:
    found, far = at_base(bureau), given(bureau)
    served(found)
    data = question(request=found.id) | {"custody": number(0, 2), "escalated_at": bureau.now}
    found.receive("escalated", A, data)
    assert found.state == ("escalated", CENTER, (0, 3)) and not kept(found)
    take(far)
    seals(far, ASSOCIATION, (2, 0))
    served(far)
    far.receive("routed", ASSOCIATION, routed_above(far.id, custody=number(4, 0)))
    assert far.state[:2] == ("routed", CENTER) and not kept(far)


def test_who_was_only_asked_loses_it_to_the_base(bureau: Bureau) -> None:
    found = asked(bureau)
    found.route(B)
    take(found)
    assert found.state == ("accepted", CENTER, (0, 3))
    assert [one["outcome"] for one in found.sent("closed", B)] == ["rerouted"]


@pytest.mark.parametrize("ends", ["withdrawn", "escalated"])
def test_what_ends_or_goes_up_leaves_nobody_s_contact(bureau: Bureau, ends: str) -> None:
    found = at_base(bureau)
    if ends == "withdrawn":
        found.asks("requester")
    else:
        found.act("escalate")
    assert found.state[0] == ends
    assert not kept(found)


def test_it_is_not_taken_back_once_a_base_accepted(bureau: Bureau) -> None:
    found = at_base(bureau)
    found.asks("station")
    assert found.state == ("accepted", CENTER, (0, 2))
    assert kept(found)


def test_one_of_another_center_is_accepted_upwards(bureau: Bureau) -> None:
    found = given(bureau)
    take(found)
    assert found.state == ("accepted", CENTER, (2, 0))
    [said] = bureau.sent("request.progress", ASSOCIATION)
    assert (said["station"], said["status"], said["custody"]) == (CENTER, "accepted", number(2, 0))
    seals(found, ASSOCIATION, (2, 0))
    assert kept(found)
    found.act("return")
    assert found.state[:2] == ("returned", None)
    assert not kept(found)
    again = given(bureau)
    take(again)
    seals(again, ASSOCIATION, (2, 0))
    above = {"outcome": "withdrawn", "holder": None, "reason": "", "by": ""}
    again.from_above("closed", (3, 0), closed_at=bureau.now, **above)
    assert not kept(again)


def test_one_that_was_withdrawn_while_a_base_served_it_leaves_no_contact(bureau: Bureau) -> None:
    found = given(bureau)
    take(found)
    seals(found, ASSOCIATION, (2, 0))
    served(found)
    assert kept(found)
    over = {"outcome": "withdrawn", "holder": None, "reason": "", "by": "", "closed_at": bureau.now}
    found.from_above("closed", (3, 0), **over)
    assert found.state == ("withdrawn", None, (3, 0)) and not kept(found)


def test_of_what_others_serve_nothing_is_reported_here(bureau: Bureau) -> None:
    found = asked(bureau)
    with refused(ConflictError, "base_request.no_contact"):
        served(found)
