"""Every page of the association, walked through."""

from __future__ import annotations

from tests.browser.sound import SoundPages


class TestAssociation(SoundPages):
    """As its roles see it."""

    tier = "association"
