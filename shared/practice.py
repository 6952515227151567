"""Practice: a home of its own with false data, which no other node hears and none can be reached
from; wiped by one press.

What keeps it apart: keys and database of its own (whatever DATABASE_URL says), a name that no node
enrols under or invites, no federation endpoint, no agent.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, time, timedelta

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from shared.clock import ZONE, local_day, machine_now
from shared.database import transaction
from shared.domain.month import Month
from shared.errors import ConflictError, NotFoundError
from shared.federation.name import PRACTICE, is_practice
from shared.federation.outbox import own_name
from shared.founding import UPPER, Founding, enter_node, found_node
from shared.home import Home, Settings, new_district_word, settings_of
from shared.sign_in import NewAccount
from shared.web.tier import Tier

PASSWORD = "practice"  # noqa: S105 - false data, for everybody who looks
OPEN_FOR = 2  # months before this one
HOUR = time(10)


def found_practice(
    tier: Tier,
    create_app: Callable[[Settings], Flask],
    home: Home,
    title: str,
    make_tables: Callable[[Flask, SQLAlchemy], None],
) -> Flask:
    """A node to practise at beneath a home, filled; refuses where there is one."""
    if tier.practice is None:
        raise NotFoundError("home.practice_missing")
    now = _begin()
    app = found_node(tier, create_app, home.practice, _founding(tier, title, now), make_tables)
    with app.app_context(), transaction(tier.db) as session:
        tier.practice.fill(session, now)
    set_clock(home.practice, now)
    return app


def wipe(tier: Tier, settings: Settings) -> None:
    """All that was practised goes, the false data stand as at the start; in one transaction."""
    if tier.practice is None or not settings.practice or not settings.is_sqlite:
        raise RuntimeError("not a home to practise at")
    now = _begin()
    with transaction(tier.db) as session:
        if not is_practice(own_name(session, tier.link.tables)):
            raise RuntimeError("not a home to practise at")
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in tier.db.metadata.tables.values():
            session.execute(delete(table))
        session.expunge_all()
        enter_node(session, tier, settings, _founding(tier, settings.title, now))
        tier.practice.fill(session, now)
    set_clock(settings.home, now)


def remove_practice(tier: Tier, home: Home) -> None:
    """Takes the whole home away; refuses a folder that isn't one to practise at."""
    if not home.practice.settings.exists():
        raise NotFoundError("home.practice_missing")
    if not settings_of(home.practice.folder, tier.package).practice:
        raise ConflictError("home.practice_missing")
    shutil.rmtree(home.practice.folder)


def next_day(session: Session, tier: Tier, settings: Settings, now: datetime) -> datetime:
    """The morning after: what waited for the node above was answered, and the chores are done."""
    if tier.practice is None or not settings.practice:
        raise RuntimeError("not a home to practise at")
    morning = datetime.combine(local_day(now) + timedelta(days=1), HOUR, ZONE)
    tier.practice.answer(session, morning)
    for chore in tier.link.chores:
        chore(session, morning)
    return morning


def set_clock(home: Home, now: datetime) -> None:
    """The practice's business clock; readers see the old instant or the new one."""
    fresh = home.clock.with_suffix(".new")
    fresh.write_text(now.astimezone(ZONE).isoformat(), encoding="ascii")
    fresh.replace(home.clock)


def _begin() -> datetime:
    """The month's first morning: the report of the one before is due in days."""
    return datetime.combine(Month.at(machine_now()).first_day, HOUR, ZONE)


def _founding(tier: Tier, title: str, now: datetime) -> Founding:
    month = Month.of(local_day(now))
    for _ in range(OPEN_FOR):
        month = month.previous
    upper = UPPER[tier.package]
    return Founding(
        code=PRACTICE,
        title=title,
        upper=None if upper is None else f"{upper}:{PRACTICE}",
        opened_on=month.first_day,
        administrator=NewAccount("admin", "管理员", "administrator", PASSWORD, lasting=True),
        word=new_district_word() if tier.package == "station" else None,
        practice=True,
    )
