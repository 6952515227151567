"""The recipient signs: links, what a signature is bound to, slips on paper, a raise afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.domain.canonical import digest
from shared.domain.one_time_signature import Capacity, Signer
from shared.domain.service_order import Assignee
from shared.domain.service_record import Evaluation
from shared.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from shared.picture import read_slip
from shared.resident import resident
from station.actions.photo import keep_photo
from station.actions.reissue import reissue_record
from station.actions.signature import OnPaper, dispute_by_link, shown_by, sign_on_paper
from station.actions.slip import Slip, file_kept_slip, file_slip
from station.database import db
from station.domain.photo import Kind
from station.domain.service_order import Part
from station.domain.slip import order_text_of, text_of
from station.models.audit import Audit
from station.models.request_step import steps_of
from station.models.service_order import ServiceOrder
from station.models.service_record import ServiceRecord
from station.models.signature import Signature, SignatureLink, links_of, signatures_of
from tests.picture import slip as slip_photo
from tests.station.requests.desk import shown
from tests.station.requests.served import DRAWN, SIGNER, Serving

SATISFIED, NOT_SATISFIED = Evaluation.SATISFIED, Evaluation.DISSATISFIED


def two(serving: Serving, span: tuple[str, str] = ("07:00", "08:35")) -> UUID:
    """An order that both did."""
    people = serving.station.people
    leader = serving.link("zhao", "赵一", "team_leader")
    order = serving.offer(assignee=Assignee(team=serving.team("赵一", "钱二")))
    serving.answer(order, leader, people=tuple(people.values()))
    serving.done(order, parts=tuple(Part(one, *span) for one in people.values()))
    return order


def age(order: UUID, days: timedelta) -> None:
    """Lets the link that is still open be made so long ago."""
    with transaction(db) as session:
        [link] = [one for one in links_of(session, order) if one.revoked_at is None]
        link.made_at = machine_now() - days


def reissue(serving: Serving, record: UUID, **changes: Any) -> ServiceRecord:
    with transaction(db) as session:
        actor = serving.station.actor("clerk")
        _, new = reissue_record(session, actor, business_now(), record, ("时长不对", changes))
        return new


def test_a_signature_certifies_and_closes_the_request(serving: Serving) -> None:
    order = serving.reported()
    serving.sign(serving.token(order))
    [line] = serving.lines(order)
    record = line.record
    assert (record.status, record.waits_for, record.evaluation) == ("certified", None, "satisfied")
    assert record.recipient_signed
    assert record.certifier_id is None
    [signature] = signatures_of(serving.station.session, order)
    assert record.evidence == signature.digest
    assert (signature.name, signature.capacity, signature.device) == (
        "郑桂芳",
        "recipient",
        "unknown",
    )
    assert serving.order(order).status == "signed"
    assert shown(serving.station, serving.request).status == "closed"
    steps = [one.status for one in steps_of(serving.station.session, serving.request)]
    assert steps[-3:] == ["dispatched", "done", "closed"]


def test_ink_and_names_lie_encrypted_and_no_token_is_kept(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    serving.sign(token)
    session = serving.station.session
    lies = session.execute(text("SELECT ink, name FROM signature")).one()
    assert b"[[" not in bytes(lies[0])
    assert "郑桂芳".encode() not in bytes(lies[1])
    for kept in (SignatureLink, Signature, Audit, ServiceOrder):
        rows = session.execute(select(*kept.__table__.columns)).all()
        assert rows
        assert token not in str(rows)


def test_each_volunteer_is_evaluated_for_themselves(serving: Serving) -> None:
    order = two(serving)
    said = {
        line.record.id: SATISFIED if line.name == "赵一" else NOT_SATISFIED
        for line in serving.lines(order)
    }
    serving.sign(serving.token(order), said=said)
    assert {line.name: line.evaluation for line in serving.lines(order)} == {
        "赵一": SATISFIED,
        "钱二": NOT_SATISFIED,
    }


def test_a_proxy_signs_before_a_witness(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    proxy = Signer("郑小军", Capacity.PROXY)
    for signer in (proxy, replace(proxy, witness="赵一"), Signer("赵一")):
        with pytest.raises(InvalidError):
            serving.sign(token, signer=signer)
    serving.sign(token, signer=replace(proxy, witness="吴邻居"))
    [signature] = signatures_of(serving.station.session, order)
    assert (signature.capacity, signature.witness) == ("proxy", "吴邻居")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"said": {}}, "choose_evaluation"),
        ({"ink": ""}, "no_ink"),
        ({"ink": "<svg>"}, "bad_ink"),
        ({"seen": "0" * 64}, "changed"),
    ],
)
def test_what_is_no_signature_leaves_the_link_open(
    serving: Serving, changes: dict[str, Any], code: str
) -> None:
    order = serving.reported()
    token = serving.token(order)
    with pytest.raises((InvalidError, ConflictError), match=rf"one_time_signature\.{code}"):
        serving.sign(token, **changes)
    serving.sign(token)


def test_a_link_opens_once_for_a_week_and_the_newest_alone(serving: Serving) -> None:
    order = serving.reported()
    first, second = serving.token(order), serving.token(order)
    with pytest.raises(ConflictError, match=r"one_time_signature\.revoked"):
        serving.sign(first)
    with pytest.raises(NotFoundError, match=r"one_time_signature\.unknown"):
        serving.sign("x" * 32)
    age(order, timedelta(days=7))
    with pytest.raises(ConflictError, match=r"one_time_signature\.expired"):
        serving.sign(second)
    age(order, timedelta(days=6, hours=23))
    serving.sign(second)
    with pytest.raises(ConflictError, match=r"one_time_signature\.used"):
        serving.sign(second)
    assert len(links_of(serving.station.session, order)) == 2
    with pytest.raises(ConflictError, match=r"one_time_signature\.nothing_waits"):
        serving.token(order)


def test_only_those_who_served_get_a_link(serving: Serving) -> None:
    order = serving.reported()
    assert serving.token(order, serving.link("zhao", "赵一"))
    with pytest.raises(ForbiddenError):
        serving.token(order, serving.link("qian", "钱二"))


def test_the_volunteers_own_device_is_marked(serving: Serving) -> None:
    order = serving.reported()
    serving.sign(serving.token(order), logged_in=[serving.station.people["赵一"], None])
    [signature] = signatures_of(serving.station.session, order)
    assert signature.device == "volunteer"


def test_the_recipient_disputes_through_the_link(serving: Serving) -> None:
    order = serving.reported()
    token = serving.token(order)
    with transaction(db) as session:
        dispute_by_link(session, resident("page"), business_now(), token, "没来过")
    assert serving.order(order).status == "disputed"
    with pytest.raises(ConflictError, match=r"one_time_signature\.revoked"):
        shown_by(serving.station.session, token)


def test_many_hours_still_wait_for_a_second_officer(
    serving: Serving, clock: Callable[[str], None]
) -> None:
    order = serving.accepted()
    clock("2025-02-03T20:00+08:00")
    serving.done(order, parts=(Part(serving.station.people["赵一"], "08:00", "18:00"),))
    serving.sign(serving.token(order))
    [line] = serving.lines(order)
    assert (line.record.status, line.record.waits_for) == ("submitted", "second_officer")
    assert shown(serving.station, serving.request).status == "closed"
    [result] = serving.station.second(str(line.record.id))
    assert result["status"] == "certified"


def test_a_lowering_keeps_the_signature_and_a_raise_needs_a_new_one(serving: Serving) -> None:
    order = serving.reported()
    serving.sign(serving.token(order))
    [line] = serving.lines(order)
    lowered = reissue(serving, line.record.id, hours=1)
    assert (lowered.evidence, lowered.waits_for) == (line.record.evidence, "certifier")
    assert lowered.recipient_signed
    assert (lowered.lowered_from, lowered.lowered_reason) == (2, "时长不对")
    assert serving.station.certify(str(lowered.id))[0]["status"] == "certified"
    raised = reissue(serving, lowered.id, start="06:00", end="08:35")
    assert (raised.waits_for, raised.evidence, raised.evaluation) == ("signature", "", "none")
    assert raised.lowered_from is None
    assert [one.record.id for one in serving.lines(order)] == [raised.id]
    serving.sign(serving.token(order))
    newest, oldest = signatures_of(serving.station.session, order)
    [line] = serving.lines(order)
    assert (line.record.status, line.record.hours) == ("certified", 3)
    assert line.record.evidence == newest.digest != oldest.digest
    assert serving.order(order).status == "signed"


def photo(serving: Serving, *codes: str, seed: int = 1, **more: Any) -> Any:
    """A slip photographed by a clerk."""
    picture, _ = read_slip(slip_photo("https://example.org", seed))
    with transaction(db) as session:
        actor = serving.station.actor("clerk")
        return file_slip(session, actor, business_now(), Slip(picture, codes, **more))


def on_paper(serving: Serving, order: UUID, photo_id: UUID, **changes: Any) -> None:
    said = {line.record.id: SATISFIED for line in serving.lines(order)}
    with transaction(db) as session:
        given = {"said": said, "signer": SIGNER, "photo": photo_id} | changes
        actor = serving.station.actor("clerk")
        sign_on_paper(session, actor, business_now(), order, OnPaper(**given))


def test_a_paper_slip_is_filed_with_its_order_and_read_off_by_an_officer(serving: Serving) -> None:
    order = two(serving)
    filed = photo(serving, order_text_of(order))
    assert (filed.order, filed.by, filed.is_evidence) == (order, "qr", False)
    assert {line.record.waits_for for line in serving.lines(order)} == {"signature"}
    on_paper(serving, order, filed.photo.id)
    for line in serving.lines(order):
        assert (line.record.status, line.record.waits_for) == ("submitted", "certifier")
        assert (line.record.evidence, line.record.recipient_signed) == (filed.photo.sha256, True)
    [signature] = signatures_of(serving.station.session, order)
    assert (signature.device, signature.ink) == ("paper", b"")
    assert serving.order(order).status == "signed"
    assert shown(serving.station, serving.request).status == "closed"
    ids = [str(line.record.id) for line in serving.lines(order)]
    assert {row["status"] for row in serving.station.certify(*ids)} == {"certified"}


def test_a_slip_that_came_before_the_report_waits_for_it(serving: Serving) -> None:
    order = serving.accepted()
    filed = photo(serving, order_text_of(order))
    assert (filed.order, filed.record, filed.by) == (order, None, None)
    serving.done(order)
    on_paper(serving, order, filed.photo.id)
    assert serving.order(order).status == "signed"


def test_a_slip_that_waits_for_its_order_signs_no_other(serving: Serving) -> None:
    order, other = serving.accepted("赵一"), serving.accepted("钱二")
    waits = photo(serving, order_text_of(order)).photo.id
    serving.done(other, "钱二")
    [line] = serving.lines(other)
    with pytest.raises(ConflictError, match=r"photo\.other_slip"):
        on_paper(serving, other, waits)
    actor = serving.station.actor("clerk")
    with pytest.raises(ConflictError, match=r"photo\.other_slip"), transaction(db) as session:
        file_kept_slip(session, actor, business_now(), waits, line.record.id)
    serving.done(order, "赵一")
    with transaction(db) as session:
        own = serving.lines(order)[0].record.id
        assert file_kept_slip(session, actor, business_now(), waits, own).order == order
    on_paper(serving, order, waits)
    assert [serving.order(one).status for one in (order, other)] == ["signed", "done"]


def test_a_slip_filed_by_hand_with_a_record_of_an_order_waits_for_what_it_says(
    serving: Serving,
) -> None:
    order = serving.reported()
    [line] = serving.lines(order)
    filed = photo(serving, record=line.record.id)
    assert (filed.order, filed.is_evidence) == (order, False)
    kept = photo(serving, seed=2)
    with transaction(db) as session:
        actor, record = serving.station.actor("clerk"), line.record.id
        again = file_kept_slip(session, actor, business_now(), kept.photo.id, record)
    assert again.order == order
    on_paper(serving, order, filed.photo.id)


def test_a_slip_belongs_to_one_thing(serving: Serving) -> None:
    order, other = serving.accepted("赵一"), serving.accepted("钱二")
    serving.done(order, "赵一")
    serving.done(other, "钱二")
    [line] = serving.lines(other)
    with pytest.raises(ConflictError, match=r"photo\.other_slip"):
        photo(serving, order_text_of(order), record=line.record.id)
    with pytest.raises(ConflictError, match=r"photo\.other_slip"):
        photo(serving, order_text_of(order), text_of(line.record.id))
    filed = photo(serving, order_text_of(order))
    with transaction(db) as session:
        picture, _ = read_slip(slip_photo("https://example.org", 2))
        who = (serving.station.actor("clerk"), business_now())
        portrait = keep_photo(session, who, Kind.PORTRAIT, picture).id
    for taken in (filed.photo.id, portrait):
        with pytest.raises(ConflictError, match=r"photo\.in_use"):
            on_paper(serving, other, taken)


def test_the_digest_is_over_what_was_said_and_drawn(serving: Serving) -> None:
    order = serving.reported()
    serving.sign(serving.token(order))
    [signature] = signatures_of(serving.station.session, order)
    [row] = signature.statement["records"]
    assert row == {
        "record": str(serving.lines(order)[0].record.id),
        "hours": 2,
        "evaluation": "satisfied",
    }
    drawn = hashlib.sha256(signature.ink).hexdigest()
    assert signature.digest == digest({**signature.statement, "ink": drawn})
    assert signature.ink.decode() == DRAWN.replace(" ", "")
