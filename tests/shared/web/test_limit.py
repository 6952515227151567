"""Attempts counted in the database: none lost between threads, each window by itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from shared.clock import machine_now
from shared.database import transaction
from shared.web.limit import DatabaseStorage
from tests.conftest import MakeNode

THREADS = 4
TIMES = 25


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    return make_node("station", "01-3301")


@pytest.fixture
def storage(app: Flask) -> Iterator[DatabaseStorage]:
    with app.app_context():
        yield DatabaseStorage("yigong://")


def end_windows(app: Flask) -> None:
    tier = app.extensions["yigong"]
    with transaction(tier.db) as session:
        over = machine_now() - timedelta(seconds=1)
        session.execute(update(tier.accounts.attempt).values(expires_at=over))


def test_four_threads_count_every_attempt(app: Flask, storage: DatabaseStorage) -> None:
    def attempt(_number: int) -> int:
        with app.app_context():
            return DatabaseStorage("yigong://").incr("login:li", 60)

    with ThreadPoolExecutor(THREADS) as pool:
        counted = list(pool.map(attempt, range(THREADS * TIMES)))
    assert sorted(counted) == list(range(1, THREADS * TIMES + 1))
    assert storage.get("login:li") == THREADS * TIMES


def test_one_login_does_not_use_up_anothers_attempts(storage: DatabaseStorage) -> None:
    assert [storage.incr("login:li", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.incr("login:wang", 60) == 1
    assert (storage.get("login:li"), storage.get("login:nobody")) == (3, 0)


def test_a_window_that_is_over_counts_from_one_again(app: Flask, storage: DatabaseStorage) -> None:
    storage.incr("login:li", 60, amount=5)
    end_windows(app)
    assert storage.get("login:li") == 0
    assert storage.incr("login:li", 60) == 1


def test_an_attempt_within_a_window_does_not_lengthen_it(storage: DatabaseStorage) -> None:
    storage.incr("login:li", 60)
    ends = storage.get_expiry("login:li")
    storage.incr("login:li", 3600)
    assert storage.get_expiry("login:li") == ends
    assert 0 < ends - machine_now().timestamp() <= 60


def test_what_is_over_is_swept_away_by_the_next_attempt(
    app: Flask, storage: DatabaseStorage
) -> None:
    storage.incr("login:li", 60)
    end_windows(app)
    storage.incr("login:wang", 60)
    assert storage.reset() == 1


def test_one_key_or_all_can_be_forgotten(storage: DatabaseStorage) -> None:
    for key in ("login:li", "login:wang", "address"):
        storage.incr(key, 60)
    storage.clear("login:li")
    assert (storage.get("login:li"), storage.get("login:wang")) == (0, 1)
    assert storage.reset() == 2
    assert storage.get("login:wang") == 0


def test_who_has_no_window_yet_waits_for_nothing(storage: DatabaseStorage) -> None:
    assert storage.get_expiry("login:nobody") <= machine_now().timestamp()
    assert storage.check()
