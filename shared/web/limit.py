"""Limits on attempts, counted in the node's database: the same for all workers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from limits.storage import Storage
from sqlalchemy import Select, case, delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from shared.account import AttemptMixin
from shared.clock import machine_now
from shared.database import transaction
from shared.federation.upsert import insert_into
from shared.web.tier import this_tier

BY_ADDRESS = "100 per minute"
BY_LOGIN = "20 per minute;200 per hour"
LOOKUPS = "60 per minute"


class DatabaseStorage(Storage):
    """Fixed windows as rows of `attempt`; one statement counts, so none is lost."""

    STORAGE_SCHEME = ["yigong"]  # noqa: RUF012

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        tier, now = this_tier(), machine_now()
        table = tier.accounts.attempt
        ends = now + timedelta(seconds=expiry)
        with transaction(tier.db) as session:
            over = table.expires_at <= now
            row = insert_into(session, table).values(key=key, count=amount, expires_at=ends)
            counted = row.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "count": case((over, amount), else_=table.count + amount),
                    "expires_at": case((over, ends), else_=table.expires_at),
                },
            ).returning(table.count)
            so_far = int(session.execute(counted).scalar_one())
            session.execute(delete(table).where(table.key.in_(_old(table, key, now))))
            return so_far

    def get(self, key: str) -> int:
        tier = this_tier()
        table = tier.accounts.attempt
        query = select(table.count).where(table.key == key, table.expires_at > machine_now())
        return tier.db.session().scalar(query) or 0

    def get_expiry(self, key: str) -> float:
        tier = this_tier()
        table = tier.accounts.attempt
        ends = tier.db.session().scalar(select(table.expires_at).where(table.key == key))
        return (ends or machine_now()).timestamp()

    def check(self) -> bool:
        return self.get("") == 0

    def reset(self) -> int:
        tier = this_tier()
        with transaction(tier.db) as session:
            n = session.scalar(select(func.count()).select_from(tier.accounts.attempt))
            session.execute(delete(tier.accounts.attempt))
        return int(n or 0)

    def clear(self, key: str) -> None:
        tier = this_tier()
        with transaction(tier.db) as session:
            session.execute(delete(tier.accounts.attempt).where(tier.accounts.attempt.key == key))


def _old(table: type[AttemptMixin], key: str, now: datetime) -> Select[Any]:
    """The windows of others that are over; not those somebody counts in, or two wait in a ring."""
    old = select(table.key).where(table.expires_at <= now, table.key != key)
    return old.with_for_update(skip_locked=True)


def make_limiter(app: Flask) -> Limiter:
    """The app's own limiter; nothing is limited but what says so."""
    return Limiter(get_remote_address, app=app, storage_uri="yigong://", strategy="fixed-window")


def limit_sign_in(limiter: Limiter, view: Any) -> Any:
    """Every attempt counts, right or wrong: by the address, and by the login that was typed."""
    by_login = limiter.limit(BY_LOGIN, key_func=_typed_login)
    by_address = limiter.limit(BY_ADDRESS)
    return by_address(by_login(view))


def count_lookup(kind: str) -> None:
    """Counts one question of a stranger's; 429 where an address asks too many in a minute."""
    [limiter] = current_app.extensions["limiter"]
    if not limiter.limiter.hit(parse(LOOKUPS), kind, get_remote_address()):
        abort(429)


def _typed_login() -> str:
    typed = request.get_json(silent=True)
    login = typed.get("login") if isinstance(typed, dict) else request.form.get("login")
    return f"login:{str(login).strip().casefold()[:64]}"
