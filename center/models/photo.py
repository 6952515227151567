"""Photos at the center: which registration or report has them, and whether their bytes are here."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from center.models.federation import TABLES
from center.models.registration import by_id
from center.models.tally import Revision
from shared.errors import NotFoundError
from shared.federation.blob import content_of, held


def pictures(session: Session, revision: Revision) -> list[dict[str, Any]]:
    """The photos of a report in their order: digest, caption, and whether they arrived."""
    captions, here = json.loads(revision.captions or "{}"), held(session, TABLES, revision.photos)
    return [
        {"sha256": each, "caption": captions.get(each, ""), "here": each in here}
        for each in revision.photos
    ]


def portrait(session: Session, registration: UUID) -> tuple[str, bytes | None]:
    """Digest and bytes of a registration's photo; NotFoundError where it has none."""
    digest = by_id(session, registration).photo
    if digest is None:
        raise NotFoundError("photo.unknown")
    return digest, content_of(session, TABLES, digest)


def is_here(session: Session, digest: str | None) -> bool:
    """Whether a photo's bytes arrived; no query where there is no photo."""
    return digest is not None and bool(held(session, TABLES, [digest]))


def report_photo(session: Session, tally: UUID, digest: str) -> bytes | None:
    """The bytes of a photo that a revision of this month's report names; NotFoundError: none."""
    query = select(Revision.photos).where(Revision.tally == tally)
    if not any(digest in photos for photos in session.scalars(query)):
        raise NotFoundError("photo.unknown")
    return content_of(session, TABLES, digest)
