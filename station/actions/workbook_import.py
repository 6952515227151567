"""Workbooks imported: previewed, then written in whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared.account import Actor
from shared.audit import Change
from shared.errors import ConflictError, NotFoundError
from station.actions import record_sheet, registration_sheet, roster_sheet
from station.actions.import_writing import Writing, no_progress
from station.domain.preview import Verdict, count_to_write
from station.models.audit import log
from station.models.station_state import lock_station
from station.models.workbook_import import Kind, Status, WorkbookImport, lock_import

LONGEST_NAME = 200

Judge = Callable[[Session, Sequence[Any], datetime], Verdict]
Write = Callable[[Session, Writing, Verdict], None]
SHEETS: Mapping[Kind, tuple[Judge, Write]] = {
    Kind.ROSTER: (roster_sheet.judge, roster_sheet.write),
    Kind.REGISTRATION: (registration_sheet.judge, registration_sheet.write),
    Kind.RECORD: (record_sheet.judge, record_sheet.write),
}


@dataclass(frozen=True)
class Upload:
    """A file with the rows that were read out of it; `month` where one sheet alone is meant."""

    kind: Kind
    file_name: str
    file: bytes = field(repr=False)
    rows: Sequence[Any] = field(repr=False)
    month: str | None = None


@dataclass(frozen=True)
class Confirmation:
    """The rows read again, how many the clerk saw would be written, and why some are late."""

    rows: Sequence[Any] = field(repr=False)
    count: int
    late_reason: str = ""
    progress: Callable[[int, int], None] = no_progress


def preview_workbook(
    session: Session, actor: Actor, now: datetime, upload: Upload
) -> WorkbookImport:
    """Judges every row and keeps file and preview, encrypted; of the subject nothing is written."""
    judge, _ = SHEETS[upload.kind]
    verdict = judge(session, upload.rows, now)
    kept = WorkbookImport(
        kind=upload.kind,
        file_name=_plain(upload.file_name)[-LONGEST_NAME:],
        digest=hashlib.sha256(upload.file).hexdigest(),
        file=upload.file,
        month=upload.month,
        months=list(verdict.months),
        counts=verdict.counts,
        preview=_packed(verdict),
        status=Status.PREVIEWED,
        entered_by=actor.id,
        entered_at=now,
    )
    session.add(kept)
    session.flush()
    after = {"kind": kept.kind, "digest": kept.digest, "counts": kept.counts}
    log(session, actor, now, Change("import.previewed", f"import:{kept.id}", None, after))
    return kept


def confirm_import(
    session: Session, actor: Actor, now: datetime, import_id: UUID, confirmation: Confirmation
) -> WorkbookImport:
    """Judges again under the station's lock, and writes all accepted and held rows or none.

    Refused where the count isn't what the clerk saw, or anything changed since the preview.
    """
    lock_station(session)
    kept = lock_import(session, import_id)
    if kept is None:
        raise NotFoundError("workbook_import.unknown")
    if kept.status != Status.PREVIEWED:
        raise ConflictError("workbook_import.written")
    judge, write = SHEETS[Kind(kept.kind)]
    verdict = judge(session, confirmation.rows, now)
    found = count_to_write(verdict.counts)
    if verdict.counts != kept.counts or found != confirmation.count:
        raise ConflictError("workbook_import.other_count", count=confirmation.count, found=found)
    writing = Writing(actor, now, kept, confirmation.late_reason, confirmation.progress)
    write(session, writing, verdict)
    kept.status, kept.written_by, kept.written_at = Status.WRITTEN, actor.id, now
    kept.preview = _packed(verdict)
    after = {"status": kept.status, "counts": kept.counts}
    log(session, actor, now, Change("import.written", f"import:{kept.id}", None, after))
    return kept


def preview_of(kept: WorkbookImport) -> dict[str, Any]:
    """The preview's `rows`, and beside them what no row says (who joined, left, changed)."""
    unpacked: dict[str, Any] = json.loads(kept.preview)
    return unpacked


def _plain(file_name: str) -> str:
    """Without folders and signs that no screen shows."""
    shown = "".join(sign for sign in file_name if sign.isprintable())
    return shown.replace("\\", "/").rpartition("/")[2]


def _packed(verdict: Verdict) -> bytes:
    content = {"rows": [asdict(line) for line in verdict.lines], **verdict.beside}
    return json.dumps(content, ensure_ascii=False).encode()
