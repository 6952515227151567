"""Strangers take turns, so that whoever works at a node waits for one of them at most."""

from __future__ import annotations

from threading import Semaphore
from typing import Final

from flask import Flask, g, request

LANE: Final = ("/ask", "/track", "/t/", "/open311/")
"""Where anybody may come without a login, as often and as many at once as they like."""
LONGEST_WAIT: Final = 0.5


def add_lane(app: Flask) -> None:
    """One at a time of what strangers send to a worker; nobody waits longer than half a second.

    A body is read first: what is sent slowly holds nobody up.
    """
    lane = Semaphore()

    @app.before_request
    def _() -> None:
        if request.path.startswith(LANE):
            request.get_data(parse_form_data=True)
            g.has_lane = lane.acquire(timeout=LONGEST_WAIT)

    @app.teardown_request
    def _(_error: BaseException | None) -> None:
        if g.pop("has_lane", False):
            lane.release()
