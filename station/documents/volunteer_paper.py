"""A volunteer out of the database as the service record and the registration form print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from shared.clock import local_day
from shared.domain.id_number import last_four
from shared.domain.mask import STAR, masked_phone
from shared.domain.registration import Status
from station.documents.heading import workstation
from station.documents.registration_form import RegistrationSheet
from station.documents.service_record import Service, ServiceRecordSheet
from station.domain.registration_form import PAPER
from station.models.ledger import Line
from station.models.registration import Registration
from station.models.volunteer_paper import FormPaper, YearPaper

_SAID: Final = (Status.APPROVED, Status.RETURNED, Status.REJECTED)


def service_sheet(
    paper: YearPaper, title: str, officers: Mapping[UUID, str], today: date
) -> ServiceRecordSheet:
    """The year's record sheet; `title` is the node's name, `officers` who certified."""
    return ServiceRecordSheet(
        station=workstation(title),
        name=paper.volunteer.name,
        number=paper.number,
        first=date(paper.year, 1, 1),
        last=date(paper.year, 12, 31),
        services=[_service(line, officers) for line in paper.lines],
        figures=paper.figures,
        drawn_up_on=today,
    )


def whole_form(paper: FormPaper, title: str) -> RegistrationSheet:
    """The form with the full number: for whoever said why they need it."""
    registration, member = paper.registration, paper.member
    return RegistrationSheet(
        station=workstation(title),
        number=paper.number,
        name=paper.volunteer.name,
        sex=member.sex,
        birth_date=_day(member.birth_date),
        id_number=member.id_number,
        phone=member.phone,
        joined_party_on=_day(member.joined_party_on),
        post=member.post,
        posts=registration.service_posts,
        specialties=registration.specialties,
        categories=registration.categories,
        free_times=registration.free_times,
        photo=paper.photo,
        applied_on=registration.applied_on,
        statements=_statements(registration),
        consent_text=registration.consents["sensitive"]["text"],
        how=registration.originals["how"],
        id_card_seen=registration.originals["id_card"],
        party_card_seen=registration.originals["party_card"],
        received_by=registration.originals.get("by", ""),
        received_on=local_day(registration.entered_at),
        decision=_decision(registration),
        reason=registration.decision_reason,
        decided_by=registration.decided_by or "",
        decided_on=registration.decided_on,
        origin=registration.decision_origin or "",
    )


def masked_form(paper: FormPaper, title: str) -> RegistrationSheet:
    """The form as it may lie about: the number's last four, no birth date, half a telephone."""
    whole = whole_form(paper, title)
    number = STAR * (len(whole.id_number) - 4) + last_four(whole.id_number)
    phone = masked_phone(whole.phone)
    return replace(whole, id_number=number, birth_date=None, phone=phone)


def _service(line: Line, officers: Mapping[UUID, str]) -> Service:
    record = line.record
    named = [officers.get(id, "") for id in (record.certifier_id, record.second_id) if id]
    return Service(
        day=record.day,
        start=record.start,
        end=record.end,
        hours=record.hours,
        category=record.category,
        form=record.form,
        place=record.place,
        content=record.content,
        evaluation=line.evaluation,
        paid=record.paid,
        certifier="、".join(named),
    )


def _statements(registration: Registration) -> dict[str, bool]:
    """What was declared; what only the paper says stays open."""
    said = {name: bool(kept["given"]) for name, kept in registration.consents.items()}
    for name in ("health", "conduct"):
        declared: bool = getattr(registration, name)
        if declared or registration.originals["how"] != PAPER:
            said[name] = declared
    return said


def _decision(registration: Registration) -> str:
    """The center's word on the form: whoever is suspended was approved before."""
    if registration.decision in _SAID:
        return str(registration.decision)
    return str(Status.APPROVED) if registration.approval_date else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
