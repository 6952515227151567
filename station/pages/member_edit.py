"""/members/<id>: one row of the roster put right by hand, its ID number too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.id_number import Sex
from shared.domain.mask import masked_phone
from shared.errors import NotFoundError
from shared.web.edit import history, require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.member_detail import LONGEST_PHONE, MemberDetail, edit_member
from station.database import db
from station.domain.word import LONGEST
from station.models.member import Member
from station.models.volunteer import volunteer_of
from station.pages.member import blueprint

LONGEST_NUMBER = 40  # with spaces between its places


class EditSchema(Schema):
    """A member's row; what shows no value of its own is left as it is where it is left empty."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST))
    sex = fields.Enum(Sex, by_value=True)
    post = fields.String(validate=validate.Length(0, LONGEST))
    joined_party_on = fields.Date()
    phone = fields.String(validate=validate.Length(0, LONGEST_PHONE))
    id_number = fields.String(validate=validate.Length(0, LONGEST_NUMBER))


@blueprint.get("/<uuid:member_id>")
@needs("member.write")
def edit_row(member_id: UUID) -> str:
    """The row to be put right; of number and telephone what tells them apart."""
    member = _member(member_id)
    joined = member.joined_party_on or None
    known = {"name": member.name, "sex": member.sex, "post": member.post, "joined_party_on": joined}
    return _page(member, open_form(EditSchema(), known))


@blueprint.post("/<uuid:member_id>")
@needs("member.write")
def post_row(member_id: UUID) -> Response | tuple[str, int]:
    """Keeps what was changed; another number is checked, and refused where somebody has it."""
    form = sent_form(EditSchema())

    def edit(typed: dict[str, Any]) -> str:
        kept = {key: value for key, value in typed.items() if value or key == "post"}
        with transaction(db) as session:
            require_unchanged(session, f"member:{member_id}")
            now = business_now()
            member = edit_member(session, current_actor(), now, member_id, MemberDetail(**kept))
            return member.name

    name = form.submit(edit)
    if name is None:
        return _page(_member(member_id), form), 422
    say(_("%(name)s的资料已改好。", name=name))
    return redirect(url_for("member_page.edit_row", member_id=member_id))


def _page(member: Member, form: Form) -> str:
    session, subject = db.session(), f"member:{member.id}"
    return render_template(
        "member/edit.html",
        member=member,
        volunteer=volunteer_of(session, member.id),
        phone=masked_phone(member.phone),
        form=form,
        seen=seen(session, subject),
        lines=history(session, subject),
    )


def _member(member_id: UUID) -> Member:
    found = db.session().get(Member, member_id)
    if found is None:
        raise NotFoundError("member.unknown")
    return found
