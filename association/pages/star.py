"""The stars' desk: who is proposed, what each figure rests on, the decision; certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from association.actions.certificate import certificate_rows
from association.actions.proposal import Dossier, dossiers, proposed, with_years
from association.actions.star import Order, decide_stars
from association.actions.star_basis import basis_for
from association.database import db
from association.documents.star_certificate import StarCertificate, print_star_certificates
from association.domain.star_decision import Wish, is_without_doubt
from association.models import policy, station, volunteer
from association.models import year as year_rows
from association.models.policy import PolicyOfYear
from association.models.year import StationYear
from association.pages.bulk import some, told
from shared.asked import uuid_in, year_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.domain.card import Status as CardStatus
from shared.domain.policy import Policy
from shared.domain.star_decision import Status
from shared.errors import NotFoundError, RefusalError
from shared.web.export import PDF, download
from shared.web.form import Form, sent_form
from shared.web.listing import around
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.shell import own_title

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
    session = db.session()
    rule = policy.by_year(session, year).value
    everybody = dossiers(session, rule, proposed(session, rule))
    found = [one for one in everybody if _is_clear(one, rule)]
    return render_template("star/approval.html", year=year, dossiers=found, titles=_titles(found))


@blueprint.post("/<int:year>/approval")
@needs("star.decide")
def post_approval(year: int) -> Response | str:
    """Approves what is ticked as proposed."""
    ids, count = some()
    order = Order(year, ids, count, Wish(Status.APPROVED), {})
    with transaction(db) as session:
        results = decide_stars(session, current_actor(), business_now(), order)
    people = volunteer.among(db.session(), ids).values()
    names = {one.id: one.name for one in people}
    return told(results, names, _("批准星级"), _("已批准 %(n)s 人。", n=count))


@blueprint.get("/<int:year>/certificates.pdf")
@needs("certificate.read")
def show_certificates(year: int) -> Response:
    """The year's valid certificates, a page each; `volunteer` asks for one person's."""
    asked = uuid_in(request.args.get("volunteer", ""))
    ids = None if asked is None else [asked]
    title = own_title()
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
    session = db.session()
    policies = policy.newest_first(session)
    rule = _rule(policies, year)
    years = year_rows.of_year(session, year)
    found = with_years(session, rule, proposed(session, rule), years)
    kind = request.args.get("kind") or request.form.get("kind") or "waiting"
    shown = [one for one in found if _is_of(one, kind, rule)]
    current = opened or (shown[0].id if shown else None)
    dossier = _opened(session, rule, current, (found, years))
    titles = _titles([*shown, *([dossier] if dossier else [])])
    return render_template(
        "star/desk.html",
        year=year,
        years=[one.year for one in policies],
        kind=kind,
        counts={name: sum(_is_of(one, name, rule) for one in found) for name in KINDS},
        dossiers=shown[:MOST],
        titles=titles,
        basis=basis_for(session, rule, dossier, (years, titles)) if dossier else None,
        following=around([one.id for one in shown], current),
        form=form or Form(DecideSchema()),
        Status=Status,
    )


def _year() -> int:
    """The year that is asked for, else the last one that is over."""
    return year_in(request.args.get("year", ""), local_day(business_now()).year - 1)


def _rule(policies: Sequence[PolicyOfYear], year: int) -> Policy:
    """The year's policy among all; NotFoundError for a year without one."""
    for found in policies:
        if found.year == year:
            return found.value
    raise NotFoundError("policy.not_set", year=year)


def _opened(
    session: Session,
    rule: Policy,
    opened: UUID | None,
    known: tuple[Sequence[Dossier], Mapping[str, StationYear]],
) -> Dossier | None:
    """The dossier that is open: of the queue, or somebody whose year reaches no star."""
    if opened is None:
        return None
    found = next((one for one in known[0] if one.id == opened), None)
    return found or with_years(session, rule, [opened], known[1])[0]


def _is_of(found: Dossier, kind: str, rule: Policy) -> bool:
    if kind == "waiting":
        return found.status in (Status.PROPOSED, Status.HELD)
    if kind == "clear":
        return _is_clear(found, rule)
    return found.status == kind


def _is_clear(found: Dossier, rule: Policy) -> bool:
    return is_without_doubt(found.case(rule), local_day(business_now()))


def _titles(found: Sequence[Dossier]) -> Mapping[str, str]:
    names = {name for one in found for name in (one.station, *one.stations) if name}
    return station.titles(db.session(), names)
