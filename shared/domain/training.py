"""The words of training, and one row of the training statistics table (六.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a session is held."""

    CONCENTRATED = "concentrated"
    TARGETED = "targeted"


class Strand(StrEnum):
    """What it trains: Party spirit (党性) or a skill (技能)."""

    PARTY_SPIRIT = "party_spirit"
    SKILL = "skill"


@dataclass(frozen=True)
class Cell:
    """One kind × strand: 次 and minutes offered; 人次, 人数 and minutes attended."""

    sessions: int
    minutes: int
    attendances: int
    people: int
    attended_minutes: int
