"""What the next page says first: the effect of what was just done."""

from __future__ import annotations

from flask import flash


def say(sentence: str, undo: str = "") -> None:
    """Shown once over the next page; `undo` is the address of a POST that takes it back."""
    flash((sentence, undo), "said")  # type: ignore[arg-type]
