"""What volunteers contest, by the day on which it is due, and the answers."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.errors import InvalidError
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, rows_of
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.contest import Answer, answer_contest
from station.database import db
from station.domain.contest import Status
from station.models.contest import contests

blueprint = Blueprint("contest_page", __name__, url_prefix="/contests")
LISTING = Listing(
    "contests",
    (
        Column("name", _l("谁"), lambda row: row[1]),
        Column("due", _l("答复期限"), lambda row: row[0].due_on),
    ),
    filters=("status",),
)


@blueprint.get("")
@needs("contest.read")
def list_contests() -> str:
    """The open ones first, by the day on which they are due."""
    asked = LISTING.ask()
    status = asked.filters.get("status", "")
    query = contests(Status(status) if status in [*Status] else None)
    rows = rows_of(db.session(), query, asked)
    return render_template("contest/list.html", rows=rows, statuses=[*Status])


@blueprint.post("/<uuid:contest_id>/answer")
@needs("contest.answer")
def post_answer(contest_id: UUID) -> Response:
    """Says that the volunteer is right, or why not."""
    said = request.form.get("status", "")
    if said not in (Status.UPHELD, Status.REJECTED):
        raise InvalidError("contest.choose", field="status")
    given = Answer(Status(said), request.form.get("words", "")[:1000])
    with transaction(db) as session:
        answer_contest(session, current_actor(), business_now(), contest_id, given)
    say(_("已答复，本人看得到。"))
    return redirect(url_for("contest_page.list_contests"))
