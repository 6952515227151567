"""Public: the page behind a one-time link, as this station answers it; the same on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from shared import signing as shared
from shared.domain.ink import path_of
from shared.errors import NotFoundError
from shared.federation.outbox import this_node
from shared.resident import resident
from shared.signing import Line, Shown, Signed
from shared.web.export import PDF, download
from shared.web.limit import count_lookup
from shared.web.sign import KIND, sign_blueprint
from station.actions.signature import Signing, dispute_by_link, shown_by, sign_order
from station.database import db
from station.models.federation import TABLES
from station.models.ledger import Line as Kept
from station.models.order_view import view_of
from station.models.station_state import station_state
from station.pages.device import logged_in, remember_device
from station.pages.order_paper import paper_of


def show(session: Session, token: str) -> Shown:
    """What waits to be signed by this link."""
    shown = shown_by(session, token)
    if not shown.lines:
        raise NotFoundError("one_time_signature.nothing_waits")
    return Shown(
        lines=[_line(line) for line in shown.lines],
        seen=shown.seen,
        what=shown.lines[0].record.content,
        title=this_node(session, TABLES).title,
        phone=station_state(session).phone,
    )


def sign(session: Session, now: datetime, token: str, signed: Signed) -> object:
    """Signed on a device on which somebody of the station may have signed in before."""
    known = logged_in(session)
    signing = Signing(signed.said, signed.signer, signed.ink, signed.seen, known)
    return sign_order(session, resident("page"), now, token, signing)


def dispute(session: Session, now: datetime, token: str, words: str) -> object:
    """It isn't so."""
    return dispute_by_link(session, resident("page"), now, token, words)


blueprint = sign_blueprint(shared.Signing(show, sign, dispute, slip="sign_page.show_slip"))
blueprint.after_app_request(remember_device)


@blueprint.app_context_processor
def _ink() -> dict[str, Any]:
    """How pages draw what was signed."""
    return {"path_of": path_of}


@blueprint.get("/<token>/slip.pdf")
def show_slip(token: str) -> Response:
    """The same on paper, for those who would rather sign there."""
    count_lookup(KIND)
    session = db.session()
    view = view_of(session, shown_by(session, token).order.id)
    assert view is not None
    return download(paper_of(view, None), "service-order.pdf", PDF)


def _line(line: Kept) -> Line:
    record = line.record
    names = ("day", "start", "end", "minutes", "break_minutes", "hours")
    return Line(record.id, line.name, **{name: getattr(record, name) for name in names})
