"""What the next page says first: the effect of what was just done."""

from __future__ import annotations

from flask import flash


def say(sentence: str) -> None:
    """Shown once over the next page."""
    flash(sentence, "said")
