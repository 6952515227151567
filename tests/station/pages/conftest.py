"""A station with a roster, three volunteers in service, and whoever works at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import MakeNode
from tests.reader import Reader
from tests.station.people.school import CENTER, MEMBERS, PASSWORDS, WORD, School


class Desk:
    """A school's app, its people by name, and readers of its pages."""

    def __init__(self, school: School, clock: Callable[[str], None]) -> None:
        self.school, self.at = school, clock
        self.people: dict[str, str] = {}

    def reader(self, login: str = "clerk", language: str = "zh") -> Reader:
        return Reader(self.school.app, login, PASSWORDS[login], language)

    def approve_all(self) -> None:
        """Registers all three, and lets the center's word come."""
        for name, _sex, number, *_rest in MEMBERS:
            self.school.approve(name, number)
        shown = self.school.get("/volunteers")["items"]
        self.people = {row["name"]: row["id"] for row in shown}


@pytest.fixture
def school(make_node: MakeNode, clock: Callable[[str], None]) -> School:
    clock("2025-01-02T09:00:00+08:00")
    return School(make_node("station", "01-3301", title="实验小学", upper=CENTER, word=WORD))


@pytest.fixture
def desk(school: School, clock: Callable[[str], None]) -> Desk:
    """With its roster written."""
    school.roster()
    return Desk(school, clock)


@pytest.fixture
def serving(desk: Desk, clock: Callable[[str], None]) -> Desk:
    """Three volunteers in service since 2 January; it is the first of February."""
    desk.approve_all()
    clock("2025-02-01T09:00:00+08:00")
    return desk
