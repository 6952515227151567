"""A volunteer's photo: taken with the phone or chosen, cut to 5:7 on the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import fields
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.errors import InvalidError
from shared.picture import read_portrait
from shared.web.form import Form, sent_form
from shared.web.login import current_actor, needs
from shared.web.photo import CropSchema
from shared.web.say import say
from station.actions.portrait import add_portrait
from station.database import db
from station.models.photo import portrait_of
from station.models.policy import policy_of
from station.models.registration import newest_registration
from station.models.volunteer_list import find

blueprint = Blueprint("portrait_page", __name__, url_prefix="/volunteers")


class PortraitPageSchema(CropSchema):
    """The picture stands beside the fields, the part of it to keep in them."""

    file = fields.Raw()


@blueprint.get("/<uuid:volunteer_id>/portrait")
@needs("registration.write")
def new_portrait(volunteer_id: UUID) -> str:
    """Asks for a picture; without a script its middle is taken."""
    return _page(volunteer_id, Form(PortraitPageSchema()))


@blueprint.post("/<uuid:volunteer_id>/portrait")
@needs("registration.write")
def post_portrait(volunteer_id: UUID) -> Response | tuple[str, int]:
    """Keeps it; the center gets it where the volunteer agreed and is approved."""
    form = sent_form(PortraitPageSchema())
    form.places = {"crop": "file"}

    def keep(typed: dict[str, Any]) -> bool:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise InvalidError("photo.no_file", field="file")
        picture = read_portrait(sent.read(), typed["crop"])
        with transaction(db) as session:
            add_portrait(session, current_actor(), business_now(), picture, volunteer_id)
        return True

    if form.submit(keep) is None:
        return _page(volunteer_id, form), 422
    say(_("照片已存好。"))
    return redirect(url_for("volunteer_page.show_volunteer", volunteer_id=volunteer_id))


def keep_sent_along(form: Form) -> bool:
    """Keeps a picture that came with another form, whose `photo` names it from then on.

    False where it can't be read, which is said at the form's `file`; what else is wrong with
    the form costs no second photograph.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return True
    own = Form(PortraitPageSchema(), form.typed, places={"crop": "file"})

    def keep(typed: dict[str, Any]) -> str:
        picture = read_portrait(sent.read(), typed["crop"])
        with transaction(db) as session:
            return str(add_portrait(session, current_actor(), business_now(), picture).id)

    photo = own.submit(keep)
    if photo is None:
        form.errors["file"] = next(iter(own.errors.values()))
        return False
    form.typed["photo"] = photo
    return True


def _page(volunteer_id: UUID, form: Form) -> str:
    session = db.session()
    policy = policy_of(session, local_day(business_now()).year)
    return render_template(
        "volunteer/portrait.html",
        row=find(session, volunteer_id, policy),
        portrait=portrait_of(session, volunteer_id),
        consents=newest_registration(session, volunteer_id).consents,
        form=form,
    )
