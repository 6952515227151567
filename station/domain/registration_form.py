"""The registration form of 六.1: what the clerk takes down, consents, and the paper's claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.domain.service_record import Category
from shared.errors import ConflictError, InvalidError

CONSENT_TEXT = "1"
IN_PERSON = "in_person"
PAPER = "paper"


@dataclass(frozen=True)
class RegistrationForm:
    """What a volunteer declares; person and post come from the roster.

    `consents` holds sensitive, naming and photos; `originals` whether ID and party card were seen.
    `photo` names a portrait that was kept for this form.
    """

    applied_on: date
    specialties: tuple[str, ...]
    categories: tuple[str, ...]
    free_times: tuple[str, ...]
    consents: Mapping[str, bool]
    health: bool = True
    conduct: bool = True
    id_card_seen: bool = True
    party_card_seen: bool = True
    how: str = IN_PERSON
    photo: UUID | None = None


def from_paper(
    applied_on: date,
    specialties: tuple[str, ...],
    categories: tuple[str, ...],
    free_times: tuple[str, ...],
) -> RegistrationForm:
    """A workbook's row: originals, declarations and the data consent stand on the paper form."""
    consents = {"sensitive": True, "naming": False, "photos": False}
    return RegistrationForm(
        applied_on, specialties, categories, free_times, consents=consents, how=PAPER
    )


def check(form: RegistrationForm, today: date) -> None:
    """Refuses a form without both originals, without the data consent, or of a day to come."""
    if not (form.id_card_seen and form.party_card_seen):
        raise InvalidError("registration.originals_not_seen", field="originals")
    if not form.consents.get("sensitive"):
        raise InvalidError("registration.consent_needed", field="consents")
    if form.applied_on > today:
        raise InvalidError("registration.in_future", field="applied_on", day=form.applied_on)
    if not set(form.categories) <= set(Category):
        raise InvalidError("registration.bad_category", field="categories")


def consents(form: RegistrationForm) -> dict[str, Any]:
    """Each consent with the version of its text and how it was given."""
    return {
        name: {"given": bool(form.consents.get(name)), "text": CONSENT_TEXT, "how": form.how}
        for name in ("sensitive", "naming", "photos")
    }


@dataclass(frozen=True)
class Completion:
    """What a form that came from a workbook lacked, once its person stood before the clerk."""

    consents: Mapping[str, bool]
    health: bool
    conduct: bool
    id_card_seen: bool
    party_card_seen: bool
    photo: UUID | None = None


def check_completion(how: str, completion: Completion) -> None:
    """Refuses a form that lacks nothing, unseen originals, and no data consent."""
    if how != PAPER:
        raise ConflictError("registration.complete")
    if not (completion.id_card_seen and completion.party_card_seen):
        raise InvalidError("registration.originals_not_seen", field="originals")
    if not completion.consents.get("sensitive"):
        raise InvalidError("registration.consent_needed", field="consents")


def is_claim(decided_on: date, opened_on: date, *, door_open: bool) -> bool:
    """Whether the paper's decision is sent as a claim.

    Only what was decided before the station opened, until its first month is sealed in the
    ordinary way (domain.md part 2).
    """
    return door_open and decided_on < opened_on


def to_complete(health: bool, conduct: bool, how: str, *, has_photo: bool = False) -> list[str]:
    """What the station's list shows as still to be completed."""
    missing = [] if has_photo else ["photo"]
    if how == PAPER:
        missing += ["consent_naming", "consent_photos"]
    if not health:
        missing.append("health")
    if not conduct:
        missing.append("conduct")
    return missing
