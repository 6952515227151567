"""Which number a star's certificate bears, and what a second decision does to it."""

from __future__ import annotations

from shared.domain.star_decision import STANDING, Status


def number(association: str, year: int, running: int) -> str:
    """`<association code>-S<year of the star>-<running number>`, of five digits or more."""
    return f"{association}-S{year}-{running:05d}"


def is_wanted(decision: Status, star: int, certified: int | None) -> bool:
    """Whether a decision calls for a new certificate; `certified` is the star on the valid one."""
    return decision in STANDING and star != certified


def ends(decision: Status, star: int, certified: int | None) -> bool:
    """Whether a decision ends the valid certificate: another star stands, or none."""
    return certified is not None and (decision not in STANDING or star != certified)
