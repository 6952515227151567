"""The agent: a process of its own that calls the upper node and tries parked messages again."""

from __future__ import annotations

import logging
import signal
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from shared.clock import business_now
from shared.database import empty_log, transaction
from shared.federation import inbox, schedule, witness
from shared.federation.blob_upload import send_piece
from shared.federation.caller import call_upper
from shared.federation.fault import where
from shared.federation.http import Http
from shared.federation.link import Link
from shared.federation.stream import lock_stream
from shared.home import Home

PAUSE = 0.25
RETRY_PAUSE = 1.0
CHORE_PAUSE = 60.0
LOG_PAUSE = 3600.0
FAULT_PAUSE = 2.0
SHARE = 4

logger = logging.getLogger("yigong.federation")


def run(app: Flask, db: SQLAlchemy, link: Link, file: Path) -> None:
    """Works until SIGTERM or SIGINT; `file` is the witness. No fault ends it."""
    stop = threading.Event()

    def end(_number: int, _frame: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    loop(app, db, link, Agent(Http(), file), stop)


class Agent:
    """What one agent keeps in memory: its connections, its witness, when it last looked.

    `rest` is how long to leave parked messages alone after that, `chores_at` when the tier's own
    work was looked at last. The database's log is emptied after a chore that erased something, and
    once an hour for what others had erased: `emptied_at`, None where that is due.
    """

    def __init__(self, http: Http, file: Path) -> None:
        self.http = http
        self.file = file
        self.looked_at = 0.0
        self.rest = RETRY_PAUSE
        self.chores_at: float | None = None
        self.emptied_at: float | None = None


def loop(app: Flask, db: SQLAlchemy, link: Link, agent: Agent, stop: threading.Event) -> None:
    """Turn after turn, each in an app context and so a database session of its own."""
    pause = 0.0
    while not stop.wait(pause):
        try:
            with app.app_context():
                pause = 0.0 if turn(db, link, agent) else PAUSE
        except Exception as error:
            logger.error("agent: %s", where(error))
            pause = FAULT_PAUSE
    agent.http.close()


def turn(db: SQLAlchemy, link: Link, agent: Agent) -> bool:
    """Whatever is due now; whether to look again at once.

    Messages go first: none waits for more than a piece of a photo.
    """
    again = False
    if schedule.is_due(db.session(), link.tables):
        again = call_upper(db, link, agent.http)
        testify(db, link, agent)
    if not again:
        again = send_piece(db, link, agent.http)
    if time.monotonic() - agent.looked_at >= agent.rest:
        _look(db, link, agent)
    db.session().rollback()
    return again


def _look(db: SQLAlchemy, link: Link, agent: Agent) -> None:
    """What waits in vain gets a fifth of the time at most, however much it is."""
    began = time.monotonic()
    applied = retry_parked(db, link)
    agent.looked_at = time.monotonic()
    in_vain = 0.0 if applied else agent.looked_at - began
    agent.rest = max(RETRY_PAUSE, SHARE * in_vain)
    if agent.chores_at is None or began - agent.chores_at >= CHORE_PAUSE:
        agent.chores_at = began
        do_chores(db, link, agent)
    testify(db, link, agent)
    Home(agent.file.parent).alive.touch(mode=0o600)


def testify(db: SQLAlchemy, link: Link, agent: Agent) -> None:
    """Brings the witness file up to what the database says now."""
    witness.write(agent.file, witness.testimony(db.session(), link.tables))


def retry_parked(db: SQLAlchemy, link: Link) -> int:
    """Tries parked messages that are due, a stream at a time; gives how many were applied."""
    table = link.tables.inbox
    due = select(table.stream).where(inbox.is_due(table)).distinct()
    applied = 0
    for stream in list(db.session().scalars(due)):
        with transaction(db) as session:
            lock_stream(session, link.tables, stream)
            applied += inbox.retry(session, link, stream, business_now())
    return applied


def do_chores(db: SQLAlchemy, link: Link, agent: Agent) -> None:
    """The tier's own work, each piece in a transaction; a fault of one keeps no other."""
    for chore in link.chores:
        try:
            with transaction(db) as session:
                has_erased = chore(session, business_now())
            agent.emptied_at = None if has_erased else agent.emptied_at
        except Exception as error:
            logger.error("agent: %s", where(error))
    now = time.monotonic()
    if agent.emptied_at is None or now - agent.emptied_at >= LOG_PAUSE:
        agent.emptied_at = now if empty_log(db.engine) else None
