"""A new district to work in: its officers have accounts, nobody has served yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from deploy import district as districts
from deploy.district import District
from tests.federation.trial import CLEAN

OPENING = date(2025, 1, 1)
MORNING = date(2025, 1, 6)


@contextmanager
def fresh(root: Path, titles: list[str], databases: list[str] | None = None) -> Iterator[District]:
    """Association, center and a station for each title, joined and running until the block ends."""
    root.mkdir(exist_ok=True)
    district = districts.plan(root, titles, databases)
    for node in district.nodes:
        node.process.environment = CLEAN | node.process.environment
    district.clock.set(OPENING, 7)
    districts.found(district, OPENING)
    with districts.running(district):
        districts.enrol(district)
        district.clock.set(MORNING)
        yield district
