"""A station as the ledger's tests have it, and its pairings."""

from __future__ import annotations

import pytest

from tests.station.ledger.conftest import app, station
from tests.station.ledger.station import Station
from tests.station.ties.pairs import Pairs

__all__ = ["app", "pairs", "station"]


@pytest.fixture
def pairs(station: Station) -> Pairs:
    return Pairs(station)
