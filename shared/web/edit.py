"""Two people at one thing: the second is told what the first did, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.audit import AuditMixin
from shared.clock import ZONE
from shared.errors import ConflictError
from shared.web.tier import this_tier
from shared.web.word import actor_word, word

FIELD = "_seen"
NOBODY = "-"
UNREAD: Final = frozenset({"digest", "content", "proof", "evidence"})
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Past:
    """A line of the history; `changes` holds field, before and after in the reader's words."""

    line: AuditMixin
    changes: tuple[tuple[str, str, str], ...]


def seen(session: Session, subject: str) -> str:
    """For a form's hidden field `_seen`: the newest line of the subject's history."""
    line = newest(session, subject)
    return NOBODY if line is None else str(line.id)


def require_unchanged(session: Session, subject: str) -> None:
    """Refuses where the subject's history went on since the form was shown.

    Call it inside the transaction, after the row is locked.
    """
    said = request.form.get(FIELD)
    line = newest(session, subject)
    if said is None or line is None or str(line.id) == said:
        return
    when = line.business_at.astimezone(ZONE)
    raise ConflictError(
        "edit.other_was_first",
        name=actor_word(line.actor_name),
        when=f"{when:%m-%d %H:%M}",
        what=word(line.action),
    )


def newest(session: Session, subject: str) -> AuditMixin | None:
    """The last thing that was done to a subject (`noun:<id>`)."""
    table = this_tier().accounts.audit
    query = select(table).where(table.subject == subject).order_by(table.id.desc()).limit(1)
    return session.scalar(query)


def history(session: Session, *subjects: str, most: int = 50) -> list[Past]:
    """What was done to the subjects, newest first: who, when, and what differs after it."""
    table = this_tier().accounts.audit
    query = select(table).where(table.subject.in_(subjects)).order_by(table.id.desc()).limit(most)
    return [Past(line, tuple(_changes(line))) for line in session.scalars(query)]


def _changes(line: AuditMixin) -> Iterator[tuple[str, str, str]]:
    """Field, before and after in words; what people can't read is left out."""
    before = line.before or {}
    for name, value in (line.after or {}).items():
        was, now = _said(before.get(name)), _said(value)
        if name not in UNREAD and now and was != now:
            yield word(name), was, now


def _said(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return str(_("、")).join(said for one in value if (said := _said(one)))
    text = str(value)
    return "" if _ID.fullmatch(text) else word(text)
