"""Every page of the center, walked through."""

from __future__ import annotations

from tests.browser.sound import SoundPages


class TestCenter(SoundPages):
    """As its roles see it."""

    tier = "center"
