"""An association of one approved center with two stations, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.association.district import CENTER, A, B, District
from tests.conftest import MakeNode


@pytest.fixture
def bare(make_node: MakeNode, clock: Callable[[str], None]) -> Iterator[District]:
    """An association of 6 January 2025 that knows nobody yet."""
    clock("2025-01-06T09:00:00+08:00")
    app = make_node("association", "13", title="古冶区党员义工协会")
    with app.app_context():
        yield District(app)


@pytest.fixture
def district(bare: District) -> District:
    """With a center and its two stations."""
    bare.admit(CENTER, "教育局党员义工服务中心")
    bare.profile(A, B)
    return bare
