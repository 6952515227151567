"""What a stranger who scans a card or certificate, or types its number, is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from shared.domain.card import Status
from shared.domain.mask import masked_name

LONGEST: Final = 40
_SPACE: Final = re.compile(r"\s+")
_SMALL: Final = re.compile(r"-s(?=[0-9]{4}-)")
_DASHES: Final = re.compile(r"[‐-―−—–]")


class State(StrEnum):
    """`unknown`: never issued, or a signature that doesn't hold."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Issued:
    """A card, or (with year and star) a certificate, as it stands here."""

    kind: str
    number: str
    issued_on: date
    status: Status
    name: str
    station: str
    year: int | None = None
    star: int | None = None


@dataclass(frozen=True)
class Verification:
    """The masked name and the station, nothing more of a person; `signed` None: only typed."""

    state: State
    kind: str = ""
    number: str = ""
    name: str = ""
    station: str = ""
    issued_on: date | None = None
    year: int | None = None
    star: int | None = None
    signed: bool | None = None


def typed_number(text: str) -> str:
    """A number as it was meant: full width, spaces, a small s and long dashes are forgiven."""
    narrow = _SPACE.sub("", normalize("NFKC", text))
    return _SMALL.sub("-S", _DASHES.sub("-", narrow))[:LONGEST]


def is_certificate(number: str) -> bool:
    """Whether a number is a certificate's: its year follows an S."""
    return number.rpartition("-")[0].rpartition("-")[2].startswith("S")


def tell(issued: Issued | None, signed_on: date | None = None) -> Verification:
    """What is told; a signature over another day of issue speaks of something else."""
    signed = None if signed_on is None else True
    if issued is None or (signed_on is not None and signed_on != issued.issued_on):
        return Verification(State.UNKNOWN, signed=signed)
    return Verification(
        state=State(issued.status),
        kind=issued.kind,
        number=issued.number,
        name=masked_name(issued.name),
        station=issued.station,
        issued_on=issued.issued_on,
        year=issued.year,
        star=issued.star,
        signed=signed,
    )


def forged() -> Verification:
    """For a token that this node didn't sign: not even its number is looked up."""
    return Verification(State.UNKNOWN, signed=False)
