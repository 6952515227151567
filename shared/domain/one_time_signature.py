"""The recipient's signature through a one-time link: what is signed, by whom, on whose device."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from shared.domain.canonical import digest
from shared.domain.person_name import LONGEST_NAME, name, name_key
from shared.domain.service_record import Evaluation
from shared.domain.visible import trimmed
from shared.errors import ConflictError, InvalidError

LIFETIME: Final = timedelta(days=7)
LONGEST_WORDS: Final = 500
LEAST_POINTS: Final = 8
MOST_POINTS: Final = 20_000


@dataclass(frozen=True)
class Line:
    """One volunteer's part of an order: whole hours, and what the recipient says of it."""

    record: UUID
    hours: int
    evaluation: Evaluation = Evaluation.NONE


@dataclass(frozen=True)
class Link:
    """A link as it is kept, in machine time; its token is random and kept as a digest alone."""

    made_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Device(StrEnum):
    """Whose the device was on which it was signed, as far as the node can tell."""

    UNKNOWN = "unknown"  # nobody of the station ever logged in on it: the recipient's
    STATION = "station"
    VOLUNTEER = "volunteer"  # of one whose hours are signed: an oddity
    OTHER_VOLUNTEER = "other_volunteer"
    FRONT_DOOR = "front_door"  # signed at the center's site, where nobody's device is known
    PAPER = "paper"  # none: a slip, photographed and filed


class Capacity(StrEnum):
    """As what somebody signs."""

    RECIPIENT = "recipient"
    PROXY = "proxy"


@dataclass(frozen=True)
class Signer:
    """Who signs; for one who can't write a proxy does, before a witness who is named."""

    name: str = field(repr=False)
    capacity: Capacity = Capacity.RECIPIENT
    witness: str = field(default="", repr=False)


def statement(order: UUID, lines: Iterable[Line]) -> dict[str, Any]:
    """What the signature is bound to: record ids, hours and evaluations, in one order."""
    rows = [
        {"record": str(one.record), "hours": one.hours, "evaluation": str(one.evaluation)}
        for one in sorted(lines, key=lambda one: one.record)
    ]
    return {"order": str(order), "records": rows}


def signed_digest(order: UUID, lines: Iterable[Line], ink: str) -> str:
    """What is kept as evidence: over the statement and the SHA-256 of the drawing or slip."""
    return digest({**statement(order, lines), "ink": ink})


def check_seen(order: UUID, lines: Iterable[Line], seen: str) -> None:
    """Refuses to sign hours that aren't those the page showed: they were changed meanwhile.

    `seen` is the digest of the statement before anything was evaluated.
    """
    blank = [replace(one, evaluation=Evaluation.NONE) for one in lines]
    if digest(statement(order, blank)) != seen:
        raise ConflictError("one_time_signature.changed")


def evaluated(lines: Iterable[Line], said: dict[UUID, Evaluation]) -> tuple[Line, ...]:
    """The lines as the recipient evaluates them, one by one; nothing is chosen for them."""
    found = tuple(replace(one, evaluation=said.get(one.record, Evaluation.NONE)) for one in lines)
    if not found:
        raise InvalidError("one_time_signature.nothing", field="records")
    if any(one.evaluation is Evaluation.NONE for one in found):
        raise InvalidError("one_time_signature.choose_evaluation", field="evaluation")
    return found


def same_for_all(lines: Iterable[Line], evaluation: Evaluation) -> dict[UUID, Evaluation]:
    """One word for every volunteer of the order."""
    return {one.record: evaluation for one in lines}


def covers(signed: Line, hours: int, evaluation: Evaluation) -> bool:
    """Whether a signature still holds: an officer may lower hours; a raise or another word, no."""
    return hours <= signed.hours and evaluation is signed.evaluation


def expires_at(link: Link) -> datetime:
    """The instant from which on the link opens nothing."""
    return link.made_at + LIFETIME


def check_open(link: Link, now: datetime) -> None:
    """Refuses a link that was used, taken back or is too old; `now` is the machine's."""
    if link.used_at is not None:
        raise ConflictError("one_time_signature.used")
    if link.revoked_at is not None:
        raise ConflictError("one_time_signature.revoked")
    if now >= expires_at(link):
        raise ConflictError("one_time_signature.expired")


def device_of(
    logged_in: Collection[UUID | None], volunteers: Collection[UUID], *, at_station: bool = False
) -> Device:
    """Whose device it was: `logged_in` are the volunteers (None: officers) known to have used it.

    A volunteer's own comes before everything: lent to the recipient or not, the center sees it.
    """
    known = {one for one in logged_in if one is not None}
    if known & set(volunteers):
        return Device.VOLUNTEER
    if at_station or None in logged_in:
        return Device.STATION
    return Device.OTHER_VOLUNTEER if known else Device.UNKNOWN


def is_odd(device: Device) -> bool:
    """Whether the device is listed among the oddities (domain.md part 11)."""
    return device in (Device.VOLUNTEER, Device.OTHER_VOLUNTEER)


def check_signer(signer: Signer, volunteers: Iterable[str]) -> Signer:
    """With names as they are kept; refuses none, the volunteers themselves, a proxy unwitnessed."""
    kept = replace(signer, name=name(signer.name), witness=name(signer.witness))
    if not kept.name:
        raise InvalidError("one_time_signature.name_form", most=LONGEST_NAME, field="name")
    served_by = {name_key(one) for one in volunteers}
    if {name_key(kept.name), name_key(kept.witness)} & served_by:
        raise InvalidError("one_time_signature.by_volunteer", field="name")
    if kept.capacity is Capacity.RECIPIENT:
        return replace(kept, witness="")
    if not kept.witness or name_key(kept.witness) == name_key(kept.name):
        raise InvalidError("one_time_signature.needs_witness", field="witness")
    return kept


def check_ink(strokes: Sequence[int]) -> None:
    """Refuses a drawing that is a dot or none, or no finger's; `strokes` count their points."""
    points = sum(strokes)
    if points < LEAST_POINTS:
        raise InvalidError("one_time_signature.no_ink", field="ink")
    if points > MOST_POINTS:
        raise InvalidError("one_time_signature.too_much_ink", field="ink")


def check_dispute(words: str) -> str:
    """What is wrong in the recipient's words, without outer spaces; refuses none and too many."""
    said = trimmed(words)
    if not said or len(said) > LONGEST_WORDS:
        raise InvalidError("one_time_signature.dispute_form", most=LONGEST_WORDS, field="words")
    return said
