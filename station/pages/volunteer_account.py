"""Volunteers' accounts at the counter: made for who is ticked, reset, each with a printed slip."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from shared.asked import number_in
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.documents.password_slip import PasswordSlip, print_password_slips
from shared.errors import InvalidError, NotFoundError
from shared.password import one_time_password, reset_password
from shared.sign_in import Credentials
from shared.web.login import current_actor, needs
from shared.web.secret import once
from shared.web.sentences import sentence_of
from shared.web.shell import own_title
from station.actions.bulk import Bulk, check_count
from station.actions.volunteer_account import (
    Slip,
    count_wanting,
    make_accounts,
    make_secrets,
)
from station.database import db
from station.documents.heading import workstation
from station.models.account import ACCOUNTS, accounts_of
from station.models.policy import policy_of
from station.models.volunteer import Volunteer
from station.pages.ticked import ticked
from station.pages.volunteer import asked_for
from station.schemas.account import MOST
from station.sentences import SENTENCES

blueprint = Blueprint("volunteer_account_page", __name__, url_prefix="/volunteers")


@blueprint.post("/accounts")
@needs("account.make")
def post_accounts() -> Response:
    """An account for each who has none of the ticked or, with `all`, of the list asked for.

    The slips are shown this once. `all` is how many the person saw in the list.
    """
    bulk = _all_listed() if "all" in request.form else _ticked()
    check_count(bulk)  # before the slow hashing
    secrets = make_secrets(min(count_wanting(db.session(), bulk.ids), MOST))
    with transaction(db) as session:
        made = make_accounts(session, current_actor(), business_now(), bulk, secrets)
    return _slips(made)


@blueprint.post("/<uuid:volunteer_id>/slip")
@needs("account.reset")
def post_reset(volunteer_id: UUID) -> Response:
    """A new one-time password for whoever forgot theirs and stands at the counter."""
    password = one_time_password()
    with transaction(db) as session:
        active = [one for one in accounts_of(session, volunteer_id) if one.active]
        if not active:
            raise NotFoundError("account.unknown", login=volunteer_id)
        given = Credentials(active[0].login, password, "page")
        account = reset_password(session, ACCOUNTS, current_actor(), business_now(), given)
        slip = Slip(volunteer_id, account.name, account.login, password)
    return _slips([slip])


def _ticked() -> Bulk:
    bulk = ticked()
    if bulk.count > MOST:
        raise InvalidError("account.too_many", most=MOST, count=bulk.count)
    return bulk


def _all_listed() -> Bulk:
    """All rows of the list whose filter stands in the address, on whatever page."""
    session, today = db.session(), local_day(business_now())
    _, query = asked_for(policy_of(session, today.year), today)
    ids = session.scalars(query.with_only_columns(Volunteer.id)).all()
    seen = number_in(request.form["all"])
    if not ids or seen is None:
        raise InvalidError("bulk.nothing", field="all")
    return Bulk(ids, seen)


def _slips(made: Sequence[Slip]) -> Response:
    done = [slip for slip in made if slip.refusal is None]
    refused = [
        sentence_of(SENTENCES, slip.refusal.code, slip.refusal.values)
        for slip in made
        if slip.refusal is not None
    ]
    page = render_template("volunteer/slips.html", slips=done, refused=refused, pdf=_pdf(done))
    return once(page)


def _pdf(done: Sequence[Slip]) -> str:
    """The slips as an address that holds them: nothing of them is kept here."""
    station, address = workstation(own_title()), request.url_root
    printed = [
        PasswordSlip(slip.name, station, address, slip.login, slip.password) for slip in done
    ]
    if not printed:
        return ""
    return f"data:application/pdf;base64,{b64encode(print_password_slips(printed)).decode()}"
