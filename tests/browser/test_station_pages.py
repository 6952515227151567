"""Every page of the station, walked through."""

from __future__ import annotations

from tests.browser.sound import SoundPages


class TestStation(SoundPages):
    """As its roles see it."""

    tier = "station"
