"""Pages of a long list: the rows asked for, and the count of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import ValidationError
from sqlalchemy import select

from shared.database import transaction
from shared.web.page import LARGEST_PAGE, PageSchema, page_of
from tests.database import Databases
from tests.shared.number_series import Base, Drawn, db, make_app


@pytest.fixture
def app(databases: Databases) -> Iterator[Flask]:
    url = databases.with_tables(Base.metadata, "series")
    app = make_app(url)
    with app.app_context(), transaction(db) as session:
        session.add_all(Drawn(number=number, worker=number % 2) for number in range(1, 8))
    yield app
    with app.app_context():
        db.engine.dispose()
    databases.drop(url)


def page(app: Flask, **asked: Any) -> tuple[list[int], int]:
    query = select(Drawn.number, Drawn.worker).order_by(Drawn.number.desc())
    with app.app_context():
        rows, total = page_of(db.session(), query, PageSchema().load(asked))
        return [number for number, _worker in rows], total


def test_pages_follow_one_another_in_the_querys_order_and_lose_no_row(app: Flask) -> None:
    pages = [page(app, page=number, page_size=3) for number in (1, 2, 3)]
    assert pages == [([7, 6, 5], 7), ([4, 3, 2], 7), ([1], 7)]


def test_a_page_past_the_end_is_empty_and_still_says_how_many_there_are(app: Flask) -> None:
    assert page(app, page=4, page_size=3) == ([], 7)


def test_the_count_is_of_what_was_chosen_alone(app: Flask) -> None:
    odd = select(Drawn).where(Drawn.worker == 1)
    with app.app_context():
        rows, total = page_of(db.session(), odd, PageSchema().load({"page_size": 2}))
    assert (len(rows), total) == (2, 4)


@pytest.mark.parametrize("asked", [{"page": 0}, {"page_size": 0}, {"page_size": LARGEST_PAGE + 1}])
def test_there_is_no_page_nought_and_none_without_end(asked: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        PageSchema().load(asked)
