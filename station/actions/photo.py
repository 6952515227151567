"""Photos of the monthly report: added with a caption, changed until they are signed, taken out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.domain.month import Month
from shared.domain.monthly_report import Status
from shared.errors import ConflictError
from shared.federation.blob import keep
from shared.picture import Picture
from station.domain import photo as rules
from station.domain.photo import Kind
from station.domain.report import Signature
from station.models import photo
from station.models.audit import log
from station.models.federation import TABLES
from station.models.month_report import report_of
from station.models.photo import Photo
from station.models.station_state import lock_station
from station.models.tally_version import version_of


@dataclass(frozen=True)
class Captioned:
    """A picture that was read, and what it shows."""

    picture: Picture
    caption: str


def add_report_photo(
    session: Session, actor: Actor, now: datetime, month: Month, added: Captioned
) -> Photo:
    """Adds a photo to the month's report, each once; it goes up with the next signature."""
    lock_station(session)
    caption = rules.caption(added.caption)
    there = photo.photos_of_month(session, month)
    rules.check_room(_status(session, month), len(there))
    if added.picture.sha256 in {one.sha256 for one in there}:
        raise ConflictError("photo.twice")
    kept = keep_photo(session, (actor, now), Kind.REPORT, added.picture)
    kept.month, kept.caption = str(month), caption
    session.flush()
    return kept


def change_caption(
    session: Session, actor: Actor, now: datetime, photo_id: UUID, caption: str
) -> Photo:
    """Another caption; refused once the head has signed the photo's report."""
    lock_station(session)
    kept = _of_report(session, photo_id)
    kept.caption = rules.caption(caption)
    log(session, actor, now, Change("photo.captioned", f"photo:{kept.id}"))
    return kept


def remove_photo(session: Session, actor: Actor, now: datetime, photo_id: UUID) -> None:
    """Takes a photo out of a report that isn't signed, or one that no form has named."""
    lock_station(session)
    kept = photo.by_id(session, photo_id, lock=True)
    if kept.kind == Kind.REPORT:
        kept = _of_report(session, photo_id)
    elif kept.volunteer_id is not None or kept.record_id is not None:
        raise ConflictError("photo.in_use")
    forget_photo(session, (actor, now), kept)


def forget_photo(session: Session, who: tuple[Actor, datetime], kept: Photo) -> None:
    """The bytes go too, unless something else has them or they were announced above."""
    id, sha256 = kept.id, kept.sha256
    before = {"kind": kept.kind, "month": kept.month, "sha256": sha256}
    session.delete(kept)
    session.flush()
    passage = TABLES.passage
    told = session.scalar(select(passage.sha256).where(passage.sha256 == sha256).limit(1))
    if told is None and not photo.is_used(session, sha256):
        session.execute(delete(TABLES.blob).where(TABLES.blob.sha256 == sha256))
    log(session, *who, Change("photo.removed", f"photo:{id}", before))


def with_photos(session: Session, month: Month, signature: Signature) -> Signature:
    """The signature with the month's photos and captions before the digests that it names."""
    there = photo.photos_of_month(session, month)
    digests = _once([*(one.sha256 for one in there), *signature.photos])
    captions = {one.sha256: one.caption for one in there}
    return replace(signature, photos=digests, captions=captions)


def keep_photo(
    session: Session, who: tuple[Actor, datetime], kind: Kind, picture: Picture
) -> Photo:
    """The picture's bytes, and a row that says what they are for; logged without a caption."""
    actor, now = who
    blob = keep(session, TABLES, picture.content)
    kept = Photo(
        kind=kind,
        sha256=blob.sha256,
        width=picture.width,
        height=picture.height,
        size=blob.size,
        caption="",
        added_by=actor.id,
        added_at=now,
    )
    session.add(kept)
    session.flush()
    after = {"kind": kind, "sha256": blob.sha256}
    log(session, actor, now, Change("photo.added", f"photo:{kept.id}", None, after))
    return kept


def _of_report(session: Session, photo_id: UUID) -> Photo:
    """A month's photo, locked, that may still change."""
    kept = photo.by_id(session, photo_id, lock=True)
    if kept.kind != Kind.REPORT or kept.month is None:
        raise ConflictError("photo.in_use")
    month = Month.parse(kept.month)
    is_signed = kept.sha256 in _signed(session, month)
    rules.check_changeable(_status(session, month), is_signed=is_signed)
    return kept


def _status(session: Session, month: Month) -> Status:
    report = report_of(session, month, lock=True)
    return Status.OPEN if report is None else Status(report.status)


def _signed(session: Session, month: Month) -> set[str]:
    """The digests in the newest revision."""
    report = report_of(session, month)
    version = version_of(session, report.id, report.revision) if report else None
    return set(version.data["photos"]) if version else set()


def _once(digests: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(digests))
