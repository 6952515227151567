"""Who may certify a record, first and second: officers of the station, never the volunteer (五)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from shared.domain.service_record import Evaluation, Status
from shared.errors import ConflictError, ForbiddenError, InvalidError
from station.domain.cell import name_key

CERTIFIER = "certifier"
SECOND_OFFICER = "second_officer"
SIGNATURE = "signature"
MOST_FIGURES = 4


@dataclass(frozen=True)
class Identity:
    """Whom an account stands for: `names` are its holder's and the officer's behind it.

    `volunteer` is the one it is linked to, where it is. What that volunteer is called then says
    nothing of others who are called so too; every other name still counts.
    """

    names: tuple[str, ...]
    volunteer: UUID | None = None
    volunteer_name: str = ""

    def is_volunteer(self, volunteer: UUID, name: str) -> bool:
        """Whether the volunteer is whoever acts, by the link, and by name where it says nothing."""
        if volunteer == self.volunteer:
            return True
        names = {name_key(one) for one in self.names}
        if self.volunteer is not None:
            names.discard(name_key(self.volunteer_name))
        return name_key(name) in names


@dataclass(frozen=True)
class Signer:
    """An officer as who acts, by which account, and who that is."""

    officer: UUID
    account: UUID
    who: Identity


@dataclass(frozen=True)
class Standing:
    """What a record says of its certification; `certified_by` is the first officer's account."""

    status: Status
    waits_for: str | None
    volunteer: UUID
    volunteer_name: str
    certifier: UUID | None
    certified_by: UUID | None
    second: UUID | None
    recipient_signed: bool = False


def check_first(standing: Standing, signer: Signer) -> None:
    """Refuses what isn't waiting or lacks its signature, another officer's row, one's own."""
    _check_submitted(standing)
    _check_slip(standing)
    if standing.waits_for != CERTIFIER:
        raise ConflictError("service_record.signed_already")
    _check_not_own(standing, signer.who)
    if standing.certifier not in (None, signer.officer):
        raise ForbiddenError("service_record.other_certifier")


def check_second(standing: Standing, signer: Signer) -> None:
    """Four eyes: another officer and another account than the first, and not the volunteer."""
    _check_submitted(standing)
    if standing.waits_for != SECOND_OFFICER:
        raise ConflictError("service_record.first_officer_missing")
    _check_not_own(standing, signer.who)
    if signer.officer == standing.certifier or signer.account == standing.certified_by:
        raise ForbiddenError("service_record.same_officer")
    if standing.second not in (None, signer.officer):
        raise ForbiddenError("service_record.other_second_officer")


def check_evaluator(standing: Standing, who: Identity, current: Evaluation) -> None:
    """An evaluation is entered once, by whoever didn't take part; another needs a new signature."""
    if standing.status in (Status.REJECTED, Status.VOIDED):
        raise ConflictError("service_record.ended", status=str(standing.status))
    _check_slip(standing)
    is_signed = standing.recipient_signed or not _is_unsigned(standing)
    if current is not Evaluation.NONE and is_signed:
        raise ConflictError("service_record.evaluated_already", evaluation=str(current))
    _check_not_own(standing, who)


def check_not_beside(who: Identity, beside: Iterable[tuple[UUID, str]]) -> None:
    """Nobody evaluates an activity in which they took part (五)."""
    if any(who.is_volunteer(volunteer, name) for volunteer, name in beside):
        raise ForbiddenError("service_record.took_part")


def check_slip(standing: Standing, who: Identity, evidence: str) -> None:
    """An officer files the signed slip of another's service, once."""
    _check_submitted(standing)
    if standing.waits_for != SIGNATURE:
        raise ConflictError("service_record.slip_not_wanted")
    _check_not_own(standing, who)
    if not evidence:
        raise InvalidError("service_record.needs_slip", field="evidence")


def lowered(hours: int, to: int, reason: str) -> int:
    """The hours that an officer lets stand: at least one, fewer than signed, with a reason."""
    if not 1 <= to < hours:
        raise InvalidError("service_record.not_lower", hours=hours, field="hours")
    if not reason.strip():
        raise InvalidError("service_record.lowering_needs_reason", field="reason")
    return to


def hours_typed(text: str, reason: str) -> int | None:
    """What an officer typed to lower a record to, in any width of figures; None for nothing.

    Refuses what is no whole number, and a reason with no hours to it: neither may pass for
    "not lowered".
    """
    typed = text.strip()
    if not typed and not reason.strip():
        return None
    if not typed:
        raise InvalidError("service_record.lowering_needs_hours", field="hours")
    if not typed.isdecimal() or len(typed) > MOST_FIGURES:
        raise InvalidError("service_record.hours_not_whole", field="hours")
    return int(typed)


def _is_unsigned(standing: Standing) -> bool:
    return standing.status is Status.SUBMITTED and standing.waits_for == CERTIFIER


def _check_submitted(standing: Standing) -> None:
    if standing.status is not Status.SUBMITTED:
        raise ConflictError("service_record.not_submitted", status=str(standing.status))


def _check_slip(standing: Standing) -> None:
    """What the recipient has to sign says nothing before the slip is here."""
    if standing.waits_for == SIGNATURE:
        raise ConflictError("service_record.slip_missing")


def _check_not_own(standing: Standing, who: Identity) -> None:
    if who.is_volunteer(standing.volunteer, standing.volunteer_name):
        raise ForbiddenError("service_record.own_record")
