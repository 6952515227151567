"""A station with people in service, its accounts signed in, and a business clock to set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from tests.conftest import MakeNode
from tests.station.ledger.station import Station


@pytest.fixture
def app(make_node: MakeNode) -> Flask:
    return make_node("station", "01-3301", title="实验小学", upper="center:01")


@pytest.fixture
def station(app: Flask, clock: Callable[[str], None]) -> Iterator[Station]:
    """Zhao (approved on 1 January 2025) and Qian (on the 15th); a head and two clerks."""
    with app.app_context():
        made = Station(app, clock)
        made.at("2025-02-03T09:00+08:00")
        made.account("head", "孙校长", "head")
        made.account("clerk", "李文书", "clerk")
        made.account("second", "周干事", "clerk")
        made.volunteer("赵一", date(2025, 1, 1))
        made.volunteer("钱二", date(2025, 1, 15))
        yield made
