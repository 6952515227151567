"""A month's tally sealed as a revision: computed, stored, promised with its entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.domain.entry import Entry, entries_digest
from shared.domain.month import Month
from shared.domain.tally import add_up
from shared.federation.blob import described
from shared.federation.outbox import Draft, own_name, promise, upper_name
from shared.wire import tally as wire
from station.domain.report import Signature
from station.domain.tally import entry_line, parts_of, table_of, training_lines
from station.domain.training import table_of as training_table
from station.models.federation import TABLES
from station.models.member import members_on
from station.models.month_ledger import entries_of
from station.models.month_report import MonthReport
from station.models.month_told import month_told, opened_on
from station.models.month_view import entry_lines
from station.models.policy import policy_of
from station.models.promised import body_digest
from station.models.tally_version import TallyVersion
from station.models.training import held_in
from station.models.volunteer import volunteers_on


@dataclass(frozen=True)
class Sealing:
    """Which month's row, at its new revision, signed by whom and when."""

    report: MonthReport
    signature: Signature
    actor: Actor
    now: datetime


def seal_revision(session: Session, sealing: Sealing) -> TallyVersion:
    """Stores the revision with the very data that it promises to the center."""
    report, month = sealing.report, sealing.report.of_month
    entries = entries_of(session, month)
    data = table_of(add_up(entries, policy_of(session, month.year)))
    data |= _coverage(session, month) | _identity(session, report) | _signed(sealing)
    data |= month_told(session, month, opened_on(session), sealing.now).to_dict()
    data["training"] = training_lines(training_table(held_in(session, month)))
    data |= {"entries": len(entries), "entries_digest": entries_digest(entries)}
    upper = upper_name(session, TABLES)
    photos = described(session, TABLES, sealing.signature.photos)
    subject, actor = f"tally:{report.id}", sealing.actor.id
    draft = Draft(wire.MONTH, subject, data, sealing.now, actor, blobs=photos)
    message = promise(session, TABLES, upper, draft)
    _promise_entries(session, sealing, entries)
    version = TallyVersion(
        report_id=report.id,
        revision=report.revision,
        data=wire.MonthSchema(exclude=("captions",)).dump(data),
        captions=json.dumps(data["captions"], ensure_ascii=False),
        entries=entry_lines(entries),
        content=body_digest(session, message),
        message_id=message,
        reason=sealing.signature.reason or None,
        signed_by=sealing.actor.name,
        signed_by_id=sealing.actor.id,
        sealed_at=sealing.now,
    )
    session.add(version)
    session.flush()
    return version


def _coverage(session: Session, month: Month) -> dict[str, int]:
    """As of the month's last day: figures of a past month come from its roster."""
    day = month.last_day
    return {
        "volunteers_on_roster": volunteers_on(session, day),
        "members": members_on(session, day),
    }


def _identity(session: Session, report: MonthReport) -> dict[str, Any]:
    return {
        "tally": report.id,
        "station": own_name(session, TABLES),
        "month": report.of_month,
        "revision": report.revision,
    }


def _signed(sealing: Sealing) -> dict[str, Any]:
    signature = sealing.signature
    is_amended = sealing.report.revision > 1 and signature.reason.strip()
    return {
        "summary": signature.summary,
        "photos": list(signature.photos),
        "captions": dict(signature.captions),
        "no_photo_reason": signature.no_photo_reason,
        "signed_by": sealing.actor.name,
        "sealed_at": sealing.now,
        "channel": sealing.report.channel,
        "amends": {"reason": signature.reason} if is_amended else None,
    }


def _promise_entries(session: Session, sealing: Sealing, entries: list[Entry]) -> None:
    report, upper = sealing.report, upper_name(session, TABLES)
    parts = parts_of([entry_line(entry) for entry in entries], wire.ENTRIES_PER_MESSAGE)
    for part, lines in enumerate(parts, start=1):
        data = _identity(session, report)
        data |= {"part": part, "parts": len(parts), "entries": lines}
        subject = f"tally:{report.id}:r{report.revision}:{part}"
        draft = Draft(wire.ENTRIES, subject, data, sealing.now, sealing.actor.id)
        promise(session, TABLES, upper, draft)
