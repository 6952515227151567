"""服务项目: what residents can ask for, and the districts in which they live."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.clock import business_now
from shared.database import transaction
from shared.domain.service_item import LONGEST_NAME
from shared.domain.service_record import Category
from shared.web.edit import history, require_unchanged, seen
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from station.actions.service_item import add_district, add_item, change_item, give_up_district
from station.database import db
from station.domain.word import listed
from station.models.district import districts
from station.models.service_item import ServiceItem, all_items, by_code
from station.schemas.service_item import NewDistrictSchema, item_of

blueprint = Blueprint("service_item_page", __name__, url_prefix="/service-items")


class ItemFormSchema(Schema):
    """A service as its form has it: specialties in one line."""

    name = fields.String(required=True, validate=validate.Length(1, LONGEST_NAME))
    category = fields.String(required=True, validate=validate.OneOf([*Category]))
    skills = fields.String(load_default="", validate=validate.Length(max=400))
    is_public = fields.Boolean()
    is_active = fields.Boolean()


@blueprint.get("")
@needs("item.write")
def list_items() -> str:
    """The catalogue in its order, and the districts."""
    return _list(open_form(NewDistrictSchema()))


@blueprint.post("")
@needs("item.write")
def post_district() -> Response | tuple[str, int]:
    """A district more."""
    form = sent_form(NewDistrictSchema())

    def write(typed: dict[str, Any]) -> bool:
        with transaction(db) as session:
            add_district(session, current_actor(), business_now(), typed["name"])
        return True

    if form.submit(write) is None:
        return _list(form), 422
    say(_("片区“%(name)s”加上了。", name=form.value("name")))
    return redirect(url_for("service_item_page.list_items"))


@blueprint.post("/districts/<uuid:district>/giving-up")
@needs("item.write")
def post_giving_up(district: UUID) -> Response:
    """It is chosen no more."""
    with transaction(db) as session:
        name = give_up_district(session, current_actor(), business_now(), district).name
    say(_("不再选“%(name)s”，原来的需求照旧。", name=name))
    return redirect(url_for("service_item_page.list_items"))


@blueprint.get("/new")
@needs("item.write")
def new_item() -> str:
    """An empty form."""
    return _form(open_form(ItemFormSchema(), {"is_public": True}))


@blueprint.post("/new")
@needs("item.write")
def post_item() -> Response | tuple[str, int]:
    """A service of the station's own."""
    form = sent_form(ItemFormSchema())

    def write(typed: dict[str, Any]) -> bool:
        item = item_of(typed | {"skills": list(listed(typed["skills"]))}, "")
        with transaction(db) as session:
            add_item(session, current_actor(), business_now(), item)
        return True

    if form.submit(write) is None:
        return _form(form), 422
    say(_("“%(name)s”加上了。", name=form.value("name")))
    return redirect(url_for("service_item_page.list_items"))


@blueprint.get("/<code>")
@needs("item.write")
def edit_item(code: str) -> str:
    """The form filled in."""
    row = by_code(db.session(), code)
    names = ("name", "category", "is_public", "is_active")
    initial = {name: getattr(row, name) for name in names} | {
        "skills": str(_("、")).join(row.skills)
    }
    return _form(open_form(ItemFormSchema(), initial), row)


@blueprint.post("/<code>")
@needs("item.write")
def post_change(code: str) -> Response | tuple[str, int]:
    """As it is offered from now on."""
    form = sent_form(ItemFormSchema())

    def write(typed: dict[str, Any]) -> bool:
        item = item_of(typed | {"skills": list(listed(typed["skills"]))}, code)
        with transaction(db) as session:
            require_unchanged(session, f"item:{code}")
            who = (current_actor(), business_now())
            change_item(session, who, item, is_active=typed["is_active"])
        return True

    if form.submit(write) is None:
        return _form(form, by_code(db.session(), code)), 422
    say(_("已存好。"))
    return redirect(url_for("service_item_page.list_items"))


def _list(form: Form) -> str:
    session = db.session()
    items, areas = all_items(session), districts(session)
    return render_template("service_item/list.html", items=items, areas=areas, form=form)


def _form(form: Form, row: ServiceItem | None = None) -> str:
    session, subject = db.session(), f"item:{row.code}" if row else ""
    return render_template(
        "service_item/form.html",
        form=form,
        row=row,
        seen=seen(session, subject) if row else "",
        lines=history(session, subject) if row else (),
        sent=request.method == "POST",
    )
