"""What the center stored and couldn't apply: whatever it carried stands returned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.monthly_report import Status
from shared.domain.year import Status as YearStatus
from shared.federation.link import Message
from shared.federation.sender import sender_of
from shared.federation.tables import OutboxMixin
from shared.wire import registration, service_request, tally, transfer, year
from station.actions import escalation
from station.actions.submission import give_back
from station.actions.transfer import refuse_question
from station.domain.year import send_back
from station.models.audit import log
from station.models.federation import TABLES
from station.models.month_report import MonthReport
from station.models.month_view import REFUSED
from station.models.tally_version import version_of, versions_of
from station.models.year_report import years_versions


def on_rejected(session: Session, message: Message, now: datetime) -> None:
    """Says so in the log, and gives back what was refused: month, year, registration, transfer."""
    data = message.data
    query = select(TABLES.outbox).where(TABLES.outbox.msg_id == UUID(data["message"]))
    refused = session.scalars(query.limit(1)).first()
    if refused is not None:
        _give_back(session, refused, data["sentence"], (sender_of(message), now))
    after = {"type": data["type"], "code": data["code"], "sentence": data["sentence"]}
    change = Change("message.rejected", f"message:{data['message']}", None, after)
    log(session, sender_of(message), now, change)


def _give_back(
    session: Session, refused: OutboxMixin, sentence: str, who: tuple[Actor, datetime]
) -> None:
    noun = refused.subject.split(":")
    if refused.type == tally.MONTH:
        _return_month(session, UUID(noun[1]), refused.ver, sentence)
    elif refused.type == tally.ENTRIES:
        _return_month(session, UUID(noun[1]), int(noun[2].removeprefix("r")), sentence)
    elif refused.type == tally.UNLOCK_ASKED:
        report = session.get_one(MonthReport, UUID(noun[1]), with_for_update=True)
        report.unlock_asked_at, report.decision_reason = None, sentence
    elif refused.type == year.SEALED:
        _return_year(session, int(noun[2]), sentence, who[1])
    elif refused.type == registration.SUBMITTED:
        submission = (UUID(noun[1]), refused.body_sha256.hex())
        give_back(session, who, submission, sentence)
    elif refused.type == transfer.ASKED:
        refuse_question(session, UUID(noun[1]), sentence)
    elif refused.type in (service_request.ESCALATED, service_request.WITHDRAWN):
        _return_request(session, refused, sentence, who)


def _return_month(session: Session, tally_id: UUID, revision: int, sentence: str) -> None:
    """The newest revision stands returned, or the month as accepted before it."""
    report = session.get_one(MonthReport, tally_id, with_for_update=True)
    version = version_of(session, tally_id, revision)
    if version is None or version.decision is not None:
        return
    version.decision, version.decision_reason = REFUSED, sentence
    if revision == report.revision:
        accepted = any(one.decision == Status.ACCEPTED for one in versions_of(session, tally_id))
        report.status = Status.ACCEPTED if accepted else Status.RETURNED
        report.decision = report.status
        report.decision_reason = sentence


def _return_request(
    session: Session, refused: OutboxMixin, sentence: str, who: tuple[Actor, datetime]
) -> None:
    request_id = UUID(refused.subject.partition(":")[2])
    if refused.type == service_request.ESCALATED:
        escalation.refuse_escalation(session, who, request_id, sentence)
    else:
        escalation.refuse_question(session, who, request_id)


def _return_year(session: Session, of_year: int, sentence: str, now: datetime) -> None:
    newest = years_versions(session, of_year, lock=True)[-1]
    if newest.status == YearStatus.SEALED:
        newest.status = send_back(YearStatus.SEALED)
        newest.return_reason, newest.returned_at = sentence, now
