"""A station as the ledger's tests have it; one with an accepted request."""

from __future__ import annotations

import pytest

from tests.station.ledger.conftest import app, station
from tests.station.ledger.station import Station
from tests.station.requests.served import Serving

__all__ = ["app", "serving", "station"]


@pytest.fixture
def serving(station: Station) -> Serving:
    """A walk-in's repair, accepted."""
    return Serving(station)
