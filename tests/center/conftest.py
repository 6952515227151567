"""A center with two enrolled stations, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.center.bureau import A, B, Bureau
from tests.conftest import MakeNode


@pytest.fixture
def bare(make_node: MakeNode) -> Iterator[Bureau]:
    """A center that knows nobody yet."""
    app = make_node("center", "01", title="教育局党员义工服务中心", upper="association:13")
    with app.app_context():
        yield Bureau(app)


@pytest.fixture
def bureau(bare: Bureau) -> Bureau:
    """With two stations, enrolled, approved and profiled."""
    for station in (A, B):
        bare.enrol(station)
        bare.profile(station)
    return bare
