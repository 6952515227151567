"""The one transaction, on both databases: four processes, nesting, savepoints, readers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from shared.database import transaction
from tests.database import Databases
from tests.shared.number_series import Base, Drawn, Series, db, draw, make_app

PROCESSES = 4
TIMES = 60


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    url = databases.with_tables(Base.metadata, "series")
    yield url
    databases.drop(url)


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    app = make_app(url)
    with app.app_context(), transaction(db) as session:
        session.add(Series(id=1, last=0))
    yield app
    with app.app_context():
        db.engine.dispose()


def numbers(app: Flask) -> list[int]:
    with app.app_context():
        return sorted(db.session().scalars(select(Drawn.number)))


def last(app: Flask) -> int:
    with app.app_context():
        return db.session().scalars(select(Series.last)).one()


def test_four_processes_draw_no_number_twice_and_lose_no_write(app: Flask, url: str) -> None:
    line = [sys.executable, "-m", "tests.shared.number_series", url]
    started = [subprocess.Popen([*line, str(n), str(TIMES)]) for n in range(PROCESSES)]
    assert [process.wait(60) for process in started] == [0] * PROCESSES
    assert numbers(app) == list(range(1, PROCESSES * TIMES + 1))
    assert last(app) == PROCESSES * TIMES
    with app.app_context():
        shares = select(Drawn.worker, func.count()).group_by(Drawn.worker)
        assert {n for _, n in db.session().execute(shares)} == {TIMES}


def test_what_fails_half_way_is_written_not_at_all(app: Flask) -> None:
    with app.app_context(), pytest.raises(IntegrityError), transaction(db) as session:
        session.add(Drawn(number=1, worker=0))
        session.flush()
        session.execute(text("INSERT INTO series VALUES (1, 5)"))
    assert numbers(app) == []
    with app.app_context():
        draw(0)
    assert numbers(app) == [1]


def test_a_transaction_in_a_transaction_is_refused_and_takes_the_outer_one_down(
    app: Flask,
) -> None:
    with app.app_context(), pytest.raises(RuntimeError), transaction(db) as session:
        session.add(Drawn(number=1, worker=0))
        session.flush()
        draw(0)
    assert numbers(app) == []


def test_what_was_written_outside_is_refused_not_swept_in(app: Flask) -> None:
    with app.app_context():
        db.session().add(Drawn(number=1, worker=0))
        with pytest.raises(RuntimeError):
            draw(0)
        db.session().rollback()
        kept = db.session().scalars(select(Series)).one()
        kept.last = 7
        with pytest.raises(RuntimeError):
            draw(0)
    assert (numbers(app), last(app)) == ([], 0)


def test_a_savepoint_takes_back_its_own_part_alone(app: Flask) -> None:
    with app.app_context(), transaction(db) as session:
        session.add(Drawn(number=1, worker=0))
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(Drawn(number=2, worker=0))
            session.add(Series(id=1, last=9))
            session.flush()
        with session.begin_nested():
            session.add(Drawn(number=3, worker=0))
    assert numbers(app) == [1, 3]


def test_objects_read_before_and_during_stay_usable_afterwards(app: Flask) -> None:
    with app.app_context():
        series = db.session().scalars(select(Series)).one()
        draw(0)
        assert series.last == 1


def test_readers_read_beside_an_open_transaction_and_see_nothing_of_it(app: Flask) -> None:
    with app.app_context(), transaction(db) as session:
        session.add(Drawn(number=1, worker=0))
        session.flush()
        since = time.monotonic()
        assert numbers(app) == []
        assert time.monotonic() - since < 1


def test_an_open_read_keeps_no_writer_waiting(app: Flask) -> None:
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Drawn)) == 0
        since = time.monotonic()
        with app.app_context():
            draw(0)
        assert time.monotonic() - since < 1
        assert db.session().scalar(select(func.count()).select_from(Drawn)) in (0, 1)
    assert numbers(app) == [1]


def test_a_second_writer_waits_for_the_first_one_and_reads_what_it_wrote(app: Flask) -> None:
    """SQLite holds the whole file, PostgreSQL the row; the impatient give up with an error."""
    with app.app_context():
        make_impatient(db.engine)
    with app.app_context(), transaction(db) as session:
        session.get_one(Series, 1, with_for_update=True).last = 5
        session.flush()
        with app.app_context(), pytest.raises(OperationalError):
            draw(0)
    with app.app_context():
        draw(0)
    assert numbers(app) == [6]


def make_impatient(engine: Engine) -> None:
    """New connections wait for a lock for a tenth of a second."""
    is_sqlite = engine.dialect.name == "sqlite"
    impatient = "PRAGMA busy_timeout=100" if is_sqlite else "SET lock_timeout = '100ms'"
    engine.dispose()

    @event.listens_for(engine, "connect")
    def _(dbapi: Any, _record: object) -> None:
        dbapi.cursor().execute(impatient)
        dbapi.commit()
