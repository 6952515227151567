"""What an officer may decide on a star, and with which star it ends (domain.md part 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from association.domain.notice import is_over
from shared.domain.life_cycle import move
from shared.domain.star import HIGHEST
from shared.domain.star_decision import NEXT, Status
from shared.errors import ConflictError, InvalidError

FIRST = frozenset({Status.APPROVED, Status.HELD, Status.DECLINED})


@dataclass(frozen=True)
class Publication:
    """How a proposal was last made public: with how many stars, until which day."""

    star: int
    last_day: date


@dataclass(frozen=True)
class Case:
    """What a decision is made on; `star` is that of the decision in force, if any."""

    proposed: int
    status: Status = Status.PROPOSED
    star: int = 0
    missing_stations: tuple[str, ...] = ()
    needs_notice: bool = True
    publication: Publication | None = None


@dataclass(frozen=True)
class Wish:
    """What the officer asks for; `star` only where it isn't the obvious one."""

    decision: Status
    reason: str = ""
    star: int | None = None


def decide(case: Case, wish: Wish, today: date) -> int:
    """The star that the decision ends with, or the refusal that says what stands against it."""
    move(NEXT, case.status, wish.decision)
    if wish.decision in FIRST:
        _check_ripe(case, today)
        star = _first(case, wish)
        differs = star != case.proposed
    else:
        star = _second(case, wish)
        differs = True
    if differs and not wish.reason.strip():
        raise InvalidError("star.reason_missing", field="reason")
    return star


def is_without_doubt(case: Case, today: date) -> bool:
    """Whether the proposal could be approved today as it stands: those may go in bulk."""
    if case.status is not Status.PROPOSED:
        return False
    try:
        decide(case, Wish(Status.APPROVED), today)
    except (ConflictError, InvalidError):
        return False
    return True


def check_version(seen: int | None, newest: int) -> None:
    """Refuses a decision by who hasn't seen the last one; None: nothing was said of it."""
    if seen is not None and seen != newest:
        raise ConflictError("star.decided_meanwhile", seen=seen, newest=newest)


def _check_ripe(case: Case, today: date) -> None:
    if case.missing_stations:
        raise ConflictError("star.year_not_in", stations=", ".join(case.missing_stations))
    if case.proposed == 0:
        raise ConflictError("star.nothing_proposed")
    if case.needs_notice:
        _check_published(case, today)


def _check_published(case: Case, today: date) -> None:
    if case.publication is None:
        raise ConflictError("star.not_published")
    if case.publication.star != case.proposed:
        raise ConflictError(
            "star.published_differently", published=case.publication.star, proposed=case.proposed
        )
    if not is_over(case.publication.last_day, today):
        raise ConflictError("star.notice_running", until=case.publication.last_day)


def _first(case: Case, wish: Wish) -> int:
    if wish.decision is Status.APPROVED:
        star = case.proposed if wish.star is None else wish.star
        if not 1 <= star <= HIGHEST:
            raise InvalidError("star.bad_star", star=star, field="star")
        return star
    return _fixed(0, wish)


def _second(case: Case, wish: Wish) -> int:
    if wish.decision is Status.LOWERED:
        if wish.star is None or not 1 <= wish.star < case.star:
            raise InvalidError("star.not_lower", star=wish.star, now=case.star, field="star")
        return wish.star
    return _fixed(case.star if wish.decision is Status.KEPT else 0, wish)


def _fixed(star: int, wish: Wish) -> int:
    """The only star this decision can end with; another one asked for is a slip."""
    if wish.star not in (None, star):
        raise InvalidError("star.bad_star", star=wish.star, field="star")
    return star
