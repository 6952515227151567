"""A station on both databases, at nine on the second of January 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import MakeNode
from tests.station.people.school import CENTER, WORD, School


@pytest.fixture
def school(make_node: MakeNode, clock: Callable[[str], None]) -> School:
    clock("2025-01-02T09:00:00+08:00")
    return School(make_node("station", "01-3301", title="实验小学", upper=CENTER, word=WORD))


@pytest.fixture
def other(school: School, make_node: MakeNode) -> School:
    """A second station of the same center."""
    return School(make_node("station", "01-3302", title="第二中学", upper=CENTER, word=WORD))
