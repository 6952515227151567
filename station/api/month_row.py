"""Months as the API answers them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from shared.clock import business_now
from shared.domain.tally import add_up
from station.domain.tally import table_of
from station.models.member import members_on
from station.models.month_ledger import month_ledger
from station.models.month_report import MonthReport
from station.models.month_told import month_told
from station.models.month_view import MonthView, Signed
from station.models.volunteer import volunteers_on


def row(view: MonthView) -> dict[str, Any]:
    """State, dates, journey of the newest revision, what waits."""
    report, newest = view.report, view.signed[-1] if view.signed else None
    return {
        "month": str(view.month),
        "id": report and report.id,
        "status": view.status,
        "revision": report.revision if report else 0,
        "channel": report.channel if report else "system",
        "due_on": view.due_on,
        "is_due": view.is_due,
        "is_owed": view.is_owed,
        "waiting": view.waiting,
        "held": view.held,
        "pending_amendments": len(view.pending),
        "closed_at": report and report.closed_at,
        "closed_by": report and report.closed_by,
        "sealed_at": newest and newest.version.sealed_at,
        "journey": newest and newest.journey,
        **_center(report),
    }


def detail(session: Session, view: MonthView) -> dict[str, Any]:
    """Besides, the table as of now, all revisions, and the pending amendments."""
    return row(view) | {
        "table": _table(session, view),
        **month_told(session, view.month, view.opened, business_now()).to_dict(),
        "versions": [_version(signed) for signed in view.signed],
        "pending": view.pending,
    }


def _center(report: MonthReport | None) -> dict[str, Any]:
    if report is None:
        nothing = dict.fromkeys(("arrived_at", "on_time", "decision", "unlock_asked"))
        return {"times_returned": 0, **nothing}
    decision = {
        "decision": report.decision,
        "reason": report.decision_reason,
        "by": report.decided_by,
        "on": report.decided_on,
    }
    asked = {"reason": report.unlock_reason, "asked_at": report.unlock_asked_at}
    return {
        "arrived_at": report.arrived_at,
        "on_time": report.on_time,
        "times_returned": report.times_returned,
        "decision": decision if report.decision else None,
        "unlock_asked": asked if report.unlock_asked_at else None,
    }


def _table(session: Session, view: MonthView) -> dict[str, Any]:
    month = view.month
    ledger = view.ledger or month_ledger(session, month)
    table = table_of(add_up(ledger.entries, view.policy))
    lines = [line | {"name": ledger.names[line["volunteer"]]} for line in table["volunteers"]]
    coverage = {
        "volunteers_on_roster": volunteers_on(session, month.last_day),
        "members": members_on(session, month.last_day),
    }
    return table | coverage | {"volunteers": lines}


def _version(signed: Signed) -> dict[str, Any]:
    version = signed.version
    return {
        "revision": version.revision,
        "content": version.content,
        "data": version.data,
        "entries": len(version.entries),
        "reason": version.reason,
        "signed_by": version.signed_by,
        "sealed_at": version.sealed_at,
        "decision": version.decision,
        "decision_reason": version.decision_reason,
        "decided_by": version.decided_by,
        "journey": signed.journey,
    }
