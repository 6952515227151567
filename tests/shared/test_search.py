"""By what people are found where their names lie encrypted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from association.database import db as other
from center.database import db
from shared.search import LONGEST, marks, matches, number_like, ranked, typed_mark
from tests.conftest import MakeNode


@pytest.fixture
def session(make_node: MakeNode) -> Iterator[Session]:
    app = make_node("center", "01", upper="association:13")
    with app.app_context():
        yield db.session()


@pytest.mark.parametrize(
    "typed",
    ["曾", "曾丽", "丽", "zeng", "ceng", "zengli", "CENG LI", "ze", "zl", "cl", "li", "曾 丽"],
)
def test_a_name_is_found_by_each_beginning(session: Session, typed: str) -> None:
    assert typed_mark(session, typed) in marks(session, "曾丽")
    assert matches("曾丽", typed) is not None


@pytest.mark.parametrize("typed", ["zang", "曾莉", "eng", "zz"])
def test_it_is_found_by_nothing_else(session: Session, typed: str) -> None:
    assert typed_mark(session, typed) not in marks(session, "曾丽")


@pytest.mark.parametrize("typed", ["", " ", "z", "·"])
def test_too_little_finds_nobody(session: Session, typed: str) -> None:
    assert typed_mark(session, typed) is None


def test_the_same_name_has_other_marks_at_another_node(
    session: Session, make_node: MakeNode
) -> None:
    own = marks(session, "曾丽")
    session.rollback()
    app = make_node("association", "13")
    with app.app_context():
        assert not own & marks(other.session(), "曾丽")


def test_a_mark_fits_its_column(session: Session) -> None:
    assert all(-(2**63) <= mark < 2**63 for mark in marks(session, "买买提·艾力"))


def test_what_is_typed_beyond_a_mark_is_compared_with_the_name(session: Session) -> None:
    name, long = "司马相如如", "simaxiangruru"
    assert len(long) > LONGEST
    assert typed_mark(session, long) in marks(session, name)
    assert matches(name, long) == 0
    assert matches(name, long + "x") is None


def test_whole_words_come_first_then_the_name() -> None:
    rows = [("李娜娜", 1), ("李娜", 2), ("王五", 3), ("李丽娜", 4)]
    assert ranked(rows, "李娜") == [2, 1, 4, 3]


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("13-2025-00001", "13-2025-00001"),
        (" 13-S2025-00001 ", "13-S2025-00001"),
        ("13-s2025-00001", "13-S2025-00001"),
        ("7", "%-00007"),
        ("00007", "%-00007"),
        ("123456", "%-123456"),
        ("王娟", None),
        ("13-%", None),
        ("1_", None),
        ("", None),
    ],
)
def test_numbers_are_found_whole_or_by_their_running_part(typed: str, pattern: str | None) -> None:
    assert number_like(typed) == pattern
