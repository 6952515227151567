"""The stars' desk: who is proposed, what each figure rests on, the decision; certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from association.actions.certificate import certificate_rows
from association.actions.proposal import Dossier, dossiers, proposed
from association.actions.star import Order, decide_stars
from association.actions.star_basis import basis_of
from association.database import db
from association.documents.star_certificate import StarCertificate, print_star_certificates
from association.domain.star_decision import Wish, is_without_doubt
from association.models import policy, station
from association.models.policy import PolicyOfYear
from association.pages.bulk import some, told
from association.pages.card_batch import PDF
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.card import Status as CardStatus
from shared.domain.star_decision import Status
from shared.errors import RefusalError
from shared.web.edit import history
from shared.web.export import download
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say

blueprint = Blueprint("star_page", __name__, url_prefix="/stars")
MOST = 200
KINDS = ("waiting", "clear", *Status)


class DecideSchema(Schema):
    """One decision; a star only where it isn't the obvious one, then with a reason."""

    decision = fields.String(required=True, validate=validate.OneOf([*Status]))
    star = fields.Integer(allow_none=True, load_default=None, validate=validate.Range(0, 3))
    reason = fields.String(load_default="", validate=validate.Length(max=500))
    n = fields.Integer(required=True)


@blueprint.get("")
@needs("proposal.read")
def list_stars() -> str:
    """A year's proposals; the first that waits is opened beside them."""
    year = _year()
    return _desk(year, None)


@blueprint.get("/<int:year>/<uuid:volunteer_id>")
@needs("proposal.read")
def show_star(year: int, volunteer_id: UUID) -> str:
    """The desk with one dossier open."""
    return _desk(year, volunteer_id)


@blueprint.post("/<int:year>/<uuid:volunteer_id>/decision")
@needs("star.decide")
def post_decision(year: int, volunteer_id: UUID) -> Response | tuple[str, int]:
    """Decides, and opens the next that waits."""
    form = sent_form(DecideSchema())

    def decide(typed: dict[str, Any]) -> bool:
        wish = Wish(Status(typed["decision"]), typed["reason"], typed["star"])
        order = Order(year, [volunteer_id], 1, wish, {volunteer_id: typed["n"]})
        with transaction(db) as session:
            [result] = decide_stars(session, current_actor(), business_now(), order)
            if result.code:
                raise RefusalError(result.code, **result.values)
        return True

    if form.submit(decide) is None:
        return _desk(year, volunteer_id, form), 422
    say(_("已决定，正在送往中心和工作站。"))
    return redirect(url_for("star_page.list_stars", year=year, kind=request.form.get("kind")))


@blueprint.get("/<int:year>/approval")
@needs("star.decide")
def new_approval(year: int) -> str:
    """Those without doubt, before all are approved at once."""
    found = [one for one in _all(year) if _is_clear(one, year)]
    return render_template("star/approval.html", year=year, dossiers=found, titles=_titles(found))


@blueprint.post("/<int:year>/approval")
@needs("star.decide")
def post_approval(year: int) -> Response | str:
    """Approves what is ticked as proposed."""
    ids, count = some()
    order = Order(year, ids, count, Wish(Status.APPROVED), {})
    with transaction(db) as session:
        results = decide_stars(session, current_actor(), business_now(), order)
    names = {one.id: _name(one) for one in _dossiers(year, ids)}
    return told(results, names, _("批准星级"), _("已批准 %(n)s 人。", n=count))


@blueprint.get("/<int:year>/certificates.pdf")
@needs("certificate.read")
def show_certificates(year: int) -> Response:
    """The year's valid certificates, a page each; `volunteer` asks for one person's."""
    asked = request.args.get("volunteer", "")
    ids = [UUID(asked)] if len(asked) == 36 else None
    title = current_app.extensions["yigong_settings"].title
    pages = [
        StarCertificate(
            name=row.name,
            year=row.year,
            star=row.star,
            points=row.points,
            number=row.number,
            association=title,
            issued_on=row.issued_on,
            code=row.proof,
        )
        for row in certificate_rows(db.session(), year, ids)
        if row.status == CardStatus.VALID
    ]
    return download(print_star_certificates(pages), f"certificates-{year}.pdf", PDF)


def _desk(year: int, opened: UUID | None, form: Form | None = None) -> str:
    found = _all(year)
    kind = request.args.get("kind") or request.form.get("kind") or "waiting"
    shown = [one for one in found if _is_of(one, kind, year)]
    current = opened or (shown[0].id if shown else None)
    session = db.session()
    return render_template(
        "star/desk.html",
        year=year,
        years=[one.year for one in policy.newest_first(session)],
        kind=kind,
        counts={name: sum(_is_of(one, name, year) for one in found) for name in KINDS},
        dossiers=shown[:MOST],
        titles=_titles(shown),
        basis=basis_of(session, year, current) if current else None,
        following=_following(shown, current),
        form=form or Form(DecideSchema()),
        lines=history(session, f"star:{current}:{year}") if current else (),
        Status=Status,
    )


def _year() -> int:
    """The year that is asked for, else the last one that is over."""
    asked = request.args.get("year", "")
    if asked.isdigit() and 1900 <= int(asked) <= 9998:
        return int(asked)
    return local_day(business_now()).year - 1


def _policy(year: int) -> PolicyOfYear:
    return policy.by_year(db.session(), year)


def _all(year: int) -> list[Dossier]:
    session, rule = db.session(), _policy(year).value
    return dossiers(session, rule, proposed(session, rule))


def _dossiers(year: int, ids: Sequence[UUID]) -> list[Dossier]:
    return dossiers(db.session(), _policy(year).value, ids)


def _is_of(found: Dossier, kind: str, year: int) -> bool:
    if kind == "waiting":
        return found.status in (Status.PROPOSED, Status.HELD)
    if kind == "clear":
        return _is_clear(found, year)
    return found.status == kind


def _is_clear(found: Dossier, year: int) -> bool:
    return is_without_doubt(found.case(_policy(year).value), local_day(business_now()))


def _titles(found: Sequence[Dossier]) -> Mapping[str, str]:
    return station.titles(db.session(), {one.station for one in found if one.station})


def _name(found: Dossier) -> str:
    return found.person.name if found.person else str(found.id)


def _following(shown: Sequence[Dossier], current: UUID | None) -> tuple[UUID | None, UUID | None]:
    """The one before and the one after in the queue."""
    ids = [one.id for one in shown]
    if current not in ids:
        return None, ids[0] if ids else None
    at = ids.index(current)
    return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
