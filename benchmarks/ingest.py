"""Benchmark 1 of performance.md: 60,000 tally rows through the center's action, beside COPY."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg2
from sqlalchemy import make_url, text
from uuid_utils.compat import uuid7

from benchmarks.founded import found
from benchmarks.paired import Reading, Work, paired
from center.actions.tally import on_month
from center.database import db
from center.models import tally as tallies
from center.models import volunteer_year
from center.models.station import Station
from shared.database import transaction
from shared.domain.month import Month
from shared.federation.link import Message
from shared.wire.tally import MONTH

ROWS = {1000: 60_000, 60: 12_000}
NOW = datetime(2025, 2, 3, 1, tzinfo=UTC)
OF_MONTH = Month(2025, 1)
FIGURES = {"records": 9, "hours": 18, "satisfied_hours": 16, "points_hours": 15, "points": 75}


def run(folder: Path, database_url: str) -> list[Reading]:
    """The action and the running totals, 1,000 and 60 rows a transaction; commits included.

    A round of small transactions has fewer rows: its rate is the same, and it takes a minute less.
    """
    app = found("center", folder, database_url)
    with app.app_context():
        readings = [_reading(database_url, size) for size in ROWS]
        db.session.remove()
        db.engine.dispose()
    return readings


def _reading(database_url: str, size: int) -> Reading:
    messages = [_message(number, size) for number in range(ROWS[size] // size)]

    def prepare() -> Callable[[], None]:
        with transaction(db) as session:
            tables = "tally_row, volunteer_year, revision, tally, audit, station"
            session.execute(text(f"TRUNCATE {tables} CASCADE"))
            session.add_all(_stations(messages))
        return ingest

    def ingest() -> None:
        for message in messages:
            with transaction(db) as session:
                on_month(session, message, NOW)
                month = tallies.by_id(session, message.data["tally"])
                volunteer_year.replace(session, month, None, 1)

    rows = ROWS[size]
    ours = Work(prepare, rows)
    name = f"中心入库:每个事务 {size} 行"
    return paired(name, "行/秒", ours, ("COPY", _copy(database_url, messages, rows)))


def _stations(messages: Sequence[Message]) -> list[Station]:
    return [Station(name=each.sender, title=each.sender, approved_at=NOW) for each in messages]


def _message(number: int, size: int) -> Message:
    station, id = f"station:01-{number:04}", uuid7()
    data: dict[str, Any] = {
        "tally": id,
        "station": station,
        "month": OF_MONTH,
        "revision": 1,
        "cells": [],
        "volunteers": [{"volunteer": uuid7(), **FIGURES} for _ in range(size)],
        "volunteers_on_roster": size,
        "members": size,
        "people": size,
        "summary": "一月份服务情况",
        "photos": [],
        "no_photo_reason": "无",
        "signed_by": "站长",
        "sealed_at": NOW,
        "channel": "system",
        "amends": None,
        "entries": 0,
        "entries_digest": "0" * 64,
    }
    return Message(
        id=uuid7(),
        type=MONTH,
        v=1,
        subject=f"tally:{id}",
        ver=1,
        sender=station,
        via=station,
        occurred=NOW,
        cause=None,
        actor=UUID(int=1),
        data=data,
        body=b'{"data":{}}',
        seal=None,
        received_at=NOW,
        business_at=NOW,
    )


def _copy(database_url: str, messages: Sequence[Message], rows: int) -> Work:
    """The same rows by COPY into a table with the same columns and key."""
    text_rows = "".join(
        f"{each.data['tally']}\t1\t{row['volunteer']}\t"
        + "\t".join(str(row[name]) for name in FIGURES)
        + "\n"
        for each in messages
        for row in each.data["volunteers"]
    )
    url = make_url(database_url).set(drivername="postgresql")
    address = url.render_as_string(hide_password=False)

    def prepare() -> Callable[[], None]:
        connection = psycopg2.connect(address)
        with connection, connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bare")
            cursor.execute("CREATE TABLE bare (LIKE tally_row INCLUDING ALL)")

        def copy() -> None:
            with connection, connection.cursor() as cursor:
                cursor.copy_expert("COPY bare FROM STDIN", io.StringIO(text_rows))
            connection.close()

        return copy

    return Work(prepare, rows)
