"""A month's report: closed, signed as a revision, unlocked; the center's word on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.errors import ConflictError, InvalidError, NotFoundError
from shared.federation.link import Message
from shared.federation.outbox import Draft, promise, this_node, upper_name
from shared.federation.sender import sender_of
from shared.wire import tally as wire
from station.actions.photo import with_photos
from station.actions.tally import Sealing, seal_revision
from station.domain import report as rules
from station.domain.report import Signature
from station.models.audit import log
from station.models.federation import TABLES
from station.models.ledger import waiting_for_certifier
from station.models.month_report import MonthReport, has_ordinary_month, report_of
from station.models.station_state import lock_station
from station.models.tally_version import TallyVersion, version_of


def close_month(session: Session, actor: Actor, now: datetime, month: Month) -> MonthReport:
    """Nothing waits for its certifier: the table stands ready to be signed."""
    lock_station(session)
    rules.check_over(month, now)
    report = month_row(session, month)
    before = report.status
    waiting = waiting_for_certifier(session, month)
    report.status = rules.close(Status(before), waiting)
    report.closed_at, report.closed_by = now, actor.name
    _log(session, (actor, now), report, "closed", before)
    return report


def reopen_month(session: Session, actor: Actor, now: datetime, month: Month) -> None:
    """A closed month whose ledger changes is open again; others stay as they are."""
    report = report_of(session, month, lock=True)
    if report is None or report.status != Status.CLOSED:
        return
    report.status, report.closed_at, report.closed_by = Status.OPEN, None, None
    _log(session, (actor, now), report, "reopened", Status.CLOSED)


def sign_month(
    session: Session, actor: Actor, now: datetime, month: Month, signature: Signature
) -> TallyVersion:
    """Seals the next revision as the ledger stands, and promises it with its entries.

    The month's photos go with it; digests in the signature come after them.
    """
    lock_station(session)
    rules.check_over(month, now)
    report = month_row(session, month)
    signature = with_photos(session, month, signature)
    before = report.status
    waiting = waiting_for_certifier(session, month)
    is_amendment = report.revision > 0 and report.decision != Status.RETURNED
    report.status = rules.seal(Status(before), signature, waiting, is_amendment=is_amendment)
    if report.revision == 0:
        opened, closed = this_node(session, TABLES).opened_on, has_ordinary_month(session)
        report.channel = rules.channel_of(month, opened, door_closed=closed)
    report.revision += 1
    report.closed_at = report.closed_at or now
    version = seal_revision(session, Sealing(report, signature, actor, now))
    _log(session, (actor, now), report, "signed", before)
    return version


def ask_unlock(
    session: Session, actor: Actor, now: datetime, month: Month, reason: str
) -> MonthReport:
    """Asks the center for leave to change an accepted month; once until it has answered."""
    lock_station(session)
    report = month_row(session, month)
    if report.status != Status.ACCEPTED:
        raise ConflictError("monthly_report.not_accepted", status=report.status)
    if report.unlock_asked_at is not None:
        raise ConflictError("monthly_report.unlock_asked")
    if not reason.strip():
        raise InvalidError("monthly_report.needs_reason", field="reason")
    report.unlock_reason, report.unlock_asked_at = reason, now
    data = {
        "tally": report.id,
        "month": month,
        "revision": report.revision,
        "reason": reason,
    }
    draft = Draft(wire.UNLOCK_ASKED, f"tally:{report.id}", data, now, actor.id)
    promise(session, TABLES, upper_name(session, TABLES), draft)
    _log(session, (actor, now), report, "unlock_asked", report.status)
    return report


def on_decided(session: Session, message: Message, now: datetime) -> None:
    """The center accepted, returned or unlocked a revision, or refused the unlock.

    What names another content than was signed is refused; what names an older revision than the
    newest is kept beside that revision and moves nothing.
    """
    data = message.data
    report = session.get(MonthReport, data["tally"], with_for_update=True)
    version = version_of(session, data["tally"], data["revision"])
    if report is None or version is None:
        raise NotFoundError("monthly_report.unknown_revision", revision=data["revision"])
    if version.content != data["content"]:
        raise ConflictError("monthly_report.other_content", revision=data["revision"])
    if report.decision_id == message.id:
        return
    before, decision = report.status, data["decision"]
    _note(report, version, message)
    if version.revision == report.revision:
        report.status = rules.decide(Status(before), decision)
        report.times_returned += decision == Status.RETURNED
    _log(session, (sender_of(message), now), report, decision, before)


def _note(report: MonthReport, version: TallyVersion, message: Message) -> None:
    """The center's word beside the revision; arrival is that of the first accepted one."""
    data = message.data
    report.decision_id, report.decision = message.id, data["decision"]
    report.decision_reason, report.decided_by = data["reason"], data["by"]
    report.decided_on = data["decided_on"]
    if data["decision"] in (Status.ACCEPTED, Status.RETURNED):
        version.decision, version.decision_reason = data["decision"], data["reason"]
        version.decided_by = data["by"]
    else:
        report.unlock_asked_at = None
    if data["decision"] == Status.ACCEPTED and report.arrived_at is None:
        report.arrived_at, report.on_time = data["arrived_at"], data["on_time"]


def month_row(session: Session, month: Month) -> MonthReport:
    """The month's row, locked; made at the first act on it."""
    report = report_of(session, month, lock=True)
    if report is None:
        report = MonthReport(month=str(month), status=Status.OPEN, revision=0, channel=rules.SYSTEM)
        session.add(report)
        session.flush()
    return report


def _log(
    session: Session, who: tuple[Actor, datetime], report: MonthReport, verb: str, before: str
) -> None:
    after = {"status": report.status, "revision": report.revision, "month": report.month}
    change = Change(f"month.{verb}", f"tally:{report.id}", {"status": before}, after)
    log(session, *who, change)
