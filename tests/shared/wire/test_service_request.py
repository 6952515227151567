"""What travels of a request says what routing needs, and who asks only under seal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from marshmallow import ValidationError

from shared.domain.service_record import Evaluation
from shared.domain.service_request import NEXT, Status, Urgency, Why
from shared.wire import front_status
from shared.wire import service_request as wire
from shared.wire.schema import WireSchema

REQUEST = UUID("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")
AT = datetime(2026, 11, 4, 1, tzinfo=UTC)
CUSTODY = {"association": 0, "center": 2}
QUESTION = {
    "request": REQUEST,
    "first_station": "station:01-3301",
    "category": "convenience",
    "item": "repair",
    "item_name": "义务维修",
    "district": "育才里",
    "wished": ["3-afternoon", "2026-11-05"],
    "urgency": Urgency.URGENT,
    "has_stars": True,
    "received_at": AT,
    "why": Why.NOBODY_FITS,
    "routing_text": "卫生间灯不亮，要会水电维修的义工",
}
OUTCOME = {
    "served_on": date(2026, 11, 4),
    "people": 2,
    "hours": 4,
    "evaluation": Evaluation.SATISFIED,
    "signature": "a" * 64,
}
PROGRESS = {
    "request": REQUEST,
    "custody": CUSTODY,
    "station": "station:01-3302",
    "title": "第二中学站",
    "phone": "0315-3550126",
    "status": Status.DONE,
    "since": AT,
    "reason": "",
    "visitor": "张*新",
    "visit_on": date(2026, 11, 4),
    "visit_time": "15:00–17:00",
    "outcome": OUTCOME,
}
SEALED = {"request": REQUEST, "sealed": "eyJ…"}
STEP = {
    "status": Status.ROUTED,
    "since": AT,
    "holder_title": "第二中学站",
    "by_requester": False,
    "reason": "该站有会水电维修的义工",
    "visitor": "",
    "visit_on": None,
    "visit_time": "",
}
LINE = {
    "record": REQUEST,
    "visitor": "张*新",
    "served_on": date(2026, 11, 4),
    "start": "15:00",
    "end": "16:30",
    "break_minutes": 0,
    "hours": 2,
}
LINK = {
    "order": REQUEST,
    "token": "b" * 64,
    "statement": "c" * 64,
    "expires_at": AT,
    "lines": [LINE],
}
MESSAGES: list[tuple[type[WireSchema], dict[str, Any]]] = [
    (wire.EscalatedSchema, {**QUESTION, "custody": CUSTODY, "escalated_at": AT, "reason": ""}),
    (
        wire.RoutedSchema,
        {
            **QUESTION,
            "status": Status.ROUTED,
            "custody": CUSTODY,
            "to": "station:01-3302",
            "to_title": "第二中学站",
            "reason": "也管您这一片",
            "routed_at": AT,
            "by": "高远",
        },
    ),
    (wire.ProgressSchema, PROGRESS),
    (
        wire.TakenSchema,
        {
            "request": REQUEST,
            "custody": CUSTODY,
            "station": "station:01-3302",
            "title": "第二中学站",
            "phone": "0315-3550126",
            "seal_key": "d" * 43,
            "taken_at": AT,
        },
    ),
    (wire.ContactSchema, {**SEALED, "custody": CUSTODY, "to": "station:01-3302"}),
    (
        wire.WithdrawnSchema,
        {"request": REQUEST, "custody": CUSTODY, "by": "requester", "withdrawn_at": AT},
    ),
    (
        wire.ClosedSchema,
        {
            "request": REQUEST,
            "custody": CUSTODY,
            "outcome": "declined",
            "holder": None,
            "reason": "没有会修的人",
            "closed_at": AT,
            "by": "高远",
        },
    ),
    (
        front_status.StatusSchema,
        {
            "request": REQUEST,
            "status": Status.ROUTED,
            "since": AT,
            "number": "2026-0412",
            "item": "repair",
            "item_name": "义务维修",
            "holder_title": "第二中学站",
            "pending": "",
            "promised_on": date(2026, 11, 5),
            "phone": "0315-3550126",
            "can_add": True,
            "can_withdraw": True,
            "can_reopen": False,
            "added": [AT],
            "steps": [STEP],
            "answers": [{"entry": REQUEST, "refused": ""}],
            "signatures": [LINK],
            "sealed": "e.y.J.a.b",
        },
    ),
    (
        front_status.ReceivedSchema,
        {
            **SEALED,
            "entry": REQUEST,
            "station": "station:01-3301",
            "kind": "asked",
            "received_at": AT,
        },
    ),
    (
        front_status.OrderStatusSchema,
        {
            "order": LINK["order"],
            "item_name": "结对走访",
            "answers": [{"entry": REQUEST, "refused": "one_time_signature.used"}],
            "signatures": [LINK],
        },
    ),
    (
        front_status.OrderReceivedSchema,
        {
            "sealed": "e.y.J.a.b",
            "entry": REQUEST,
            "order": LINK["order"],
            "station": "station:01-3301",
            "kind": "signed",
            "received_at": AT,
        },
    ),
]
SECRET = {"name", "phone", "address", "words", "id_number", "content", "place", "sealed"}


@pytest.mark.parametrize(("schema", "data"), MESSAGES)
def test_each_message_reads_back_what_was_said(
    schema: type[WireSchema], data: dict[str, Any]
) -> None:
    dumped = schema().dump(data)
    assert set(dumped) == set(data) == set(schema().fields)
    assert schema().load(dumped) == data


@pytest.mark.parametrize(("schema", "data"), MESSAGES)
def test_nothing_that_is_required_may_be_missing_and_what_is_unknown_is_left(
    schema: type[WireSchema], data: dict[str, Any]
) -> None:
    dumped = schema().dump(data)
    for name, field in schema().fields.items():
        without = {key: value for key, value in dumped.items() if key != name}
        if not field.required:
            assert schema().load(without)[name] in ("", None)
            continue
        with pytest.raises(ValidationError):
            schema().load(without)
    assert schema().load({**dumped, "later": 1}) == data


def test_who_asks_has_no_field_but_under_seal() -> None:
    sealing = {
        wire.ContactSchema,
        front_status.ReceivedSchema,
        front_status.OrderReceivedSchema,
        front_status.StatusSchema,
    }
    calling = {wire.TakenSchema, wire.ProgressSchema, front_status.StatusSchema}
    for schema in {schema for schema, _ in MESSAGES}:
        said = set(schema().fields) & SECRET
        sealed = {"sealed"} if schema in sealing else set()
        # a telephone in clear is the station's own, for its page
        assert said <= sealed | ({"phone"} if schema in calling else set())
    assert not SECRET & set(wire.OutcomeSchema().fields)
    assert not SECRET & set(front_status.SignatureLineSchema().fields)


def test_contact_given_beside_the_question_is_not_dumped() -> None:
    told = {**MESSAGES[0][1], "phone": "13832564472", "name": "冯秀英", "address": "12号楼"}
    assert wire.EscalatedSchema().dump(told) == wire.EscalatedSchema().dump(MESSAGES[0][1])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("urgency", "very"),
        ("why", "因为没人"),
        ("category", "repair"),
        ("routing_text", "长" * 301),
        ("wished", ["3-morning"] * 22),
        ("custody", {"association": -1, "center": 0}),
        ("custody", {"association": 0}),
        ("custody", {"association": 0, "center": "2"}),
        ("received_at", "2026-11-04T09:00:00"),
    ],
)
def test_other_words_lengths_and_numbers_are_not_read(name: str, value: Any) -> None:
    dumped = wire.EscalatedSchema().dump(MESSAGES[0][1])
    with pytest.raises(ValidationError) as refused:
        wire.EscalatedSchema().load({**dumped, name: value})
    assert list(refused.value.messages_dict) == [name]


def test_who_serves_says_the_steps_of_serving_and_no_others() -> None:
    """`routed` is its center's word, which got it back and asks another station."""
    serving = {Status.ROUTED, Status.DISPATCHED, Status.DONE, Status.CLOSED}
    others = {Status.ESCALATED, Status.RECEIVED, Status.WITHDRAWN}
    assert set(wire.STEPS) == (NEXT[Status.ROUTED] | serving) - others
    dumped = wire.ProgressSchema().dump(PROGRESS)
    with pytest.raises(ValidationError):
        wire.ProgressSchema().load({**dumped, "status": "escalated"})


def test_a_link_to_sign_has_lines() -> None:
    with pytest.raises(ValidationError):
        front_status.SignatureLinkSchema().load(
            front_status.SignatureLinkSchema().dump({**LINK, "lines": []})
        )


def test_what_is_to_be_signed_of_an_order_is_of_no_other() -> None:
    other = LINK | {"order": uuid4()}
    said = {"order": REQUEST, "item_name": "", "answers": [], "signatures": [LINK, other]}
    with pytest.raises(ValidationError):
        front_status.OrderStatusSchema().load(front_status.OrderStatusSchema().dump(said))
