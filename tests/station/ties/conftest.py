"""A station as the ledger's tests have it."""

from __future__ import annotations

from tests.station.ledger.conftest import app, station

__all__ = ["app", "station"]
