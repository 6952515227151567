"""Service slips as PDF, to be signed on paper: an activity's in one, or one record's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from shared.errors import ConflictError, NotFoundError
from shared.web.export import PDF, download
from shared.web.login import needs
from shared.web.shell import own_title
from station.actions.slip import ENDED
from station.database import db
from station.documents.slip import print_slips, slip_of
from station.models.activity import by_id
from station.models.ledger import LIVE, Line, lines_where
from station.models.service_record import ServiceRecord
from station.pages.record import line_at

blueprint = Blueprint("slip_paper_page", __name__)


@blueprint.get("/records/<uuid:record_id>/slip.pdf")
@needs("record.read")
def show_slip(record_id: UUID) -> Response:
    """One record's slip; none for what is rejected or voided."""
    line = line_at(record_id)
    if line.record.status in ENDED:
        raise ConflictError("slip.record_ended")
    return _pdf([line])


@blueprint.get("/activities/<uuid:activity_id>/slips.pdf")
@needs("record.read")
def show_slips(activity_id: UUID) -> Response:
    """The slips of all who were there, by time and entry."""
    session = db.session()
    activity = by_id(session, activity_id)
    its = (ServiceRecord.activity_id == activity.id, ServiceRecord.status.in_(LIVE))
    lines = lines_where(session, *its)
    if not lines:
        raise NotFoundError("slip.no_records")
    return _pdf(lines)


def _pdf(lines: Iterable[Line]) -> Response:
    paper = print_slips(own_title(), [slip_of(line) for line in lines])
    return download(paper, "service-slips.pdf", PDF)
