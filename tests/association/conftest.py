"""An association of one approved center with two stations, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from association.actions.policy import seed_policies
from tests.association.district import CENTER, OFFICER, A, B, District
from tests.conftest import MakeNode


@pytest.fixture
def bare(make_node: MakeNode) -> Iterator[District]:
    """An association that knows nobody yet."""
    app = make_node("association", "13", title="古冶区党员义工协会")
    with app.app_context():
        yield District(app)


@pytest.fixture
def district(bare: District) -> District:
    """With policies, a center and its two stations."""
    bare.admit(CENTER, "教育局党员义工服务中心")
    with bare.writing() as session:
        seed_policies(session, OFFICER, bare.now)
    bare.profile(A, B)
    return bare
