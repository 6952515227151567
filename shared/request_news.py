"""What center and association tell of a request that they keep: the data of each message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.domain.custody import Custody
from shared.domain.passage import OUTCOMES, Passage
from shared.domain.service_request import Status
from shared.errors import NotFoundError
from shared.service_request import RequestMixin, custody_of, question_of

_OUTCOMES = {status: outcome for outcome, status in OUTCOMES.items()}


def routed(row: RequestMixin, title: str, reason: str, by: str) -> dict[str, Any]:
    """Who has it now, whose `title` that is, why and by whom."""
    return question_of(row) | {
        "status": row.status,
        "custody": custody_of(row),
        "to": row.holder,
        "to_title": title[:100],
        "reason": reason,
        "routed_at": row.status_since,
        "by": by[:60],
    }


def taken(row: RequestMixin, seal_key: str | None, phone: str) -> dict[str, Any]:
    """Somebody accepted it; the contact is to be sealed to this key. NotFoundError without one."""
    if seal_key is None:
        raise NotFoundError("key.unknown", node=str(row.taker))
    return {
        "request": row.id,
        "custody": custody_of(row),
        "station": row.taker,
        "title": row.taker_title,
        "phone": phone,
        "seal_key": seal_key,
        "taken_at": row.status_since,
    }


def closed(row: RequestMixin, now: datetime, reason: str, by: str) -> dict[str, Any]:
    """It is over for whoever is told: as its status says, who has it now."""
    return {
        "request": row.id,
        "custody": custody_of(row),
        "outcome": _OUTCOMES[Status(row.status)],
        "holder": row.holder,
        "reason": reason,
        "closed_at": now,
        "by": by[:60],
    }


def escalated(row: RequestMixin, now: datetime, reason: str) -> dict[str, Any]:
    """A center passes it up, in the name under which it had it."""
    more = {"custody": custody_of(row), "escalated_at": now, "reason": reason}
    return question_of(row) | more


def custody_in(data: dict[str, Any]) -> Custody:
    """In whose name a message speaks."""
    return Custody(data["custody"]["association"], data["custody"]["center"])


def said_in(data: dict[str, Any], first: str, holder: str | None) -> Passage:
    """What a message says of a request's passage; its `status` stands in it."""
    return Passage(first, Status(data["status"]), holder, custody_in(data))
