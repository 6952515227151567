"""The roster of party members: who is on it, who is a volunteer already, and its own export."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from shared.audit import Change
from shared.clock import business_now, local_day
from shared.database import transaction
from shared.documents import sheet
from shared.web.export import XLSX, download, excel
from shared.web.form import Form, open_form, sent_form
from shared.web.language import marked as _l
from shared.web.listing import Column, Listing, Rows, rows_of
from shared.web.login import current_actor, needs
from shared.web.word import word
from station.actions.member import todays_roster
from station.database import db
from station.domain import roster
from station.models.audit import log
from station.models.member import Member
from station.models.member_list import MemberRow, listed
from station.workbooks import columns

blueprint = Blueprint("member_page", __name__, url_prefix="/members")
NOBODY_YET = "none"
SEXES = {"male": "男", "female": "女"}  # the roster's own words, as schools write them
LISTING = Listing(
    "members",
    (
        Column("name", _l("姓名"), lambda row: row.member.name, Member.name),
        Column("sex", _l("性别"), lambda row: word(row.member.sex) if row.member.sex else ""),
        Column("last_four", _l("证件后四位"), lambda row: row.member.last_four),
        Column("post", _l("主岗"), lambda row: row.member.post, Member.post),
        Column("status", _l("是不是义工"), lambda row: word(row.status or NOBODY_YET)),
    ),
    filters=("q", "status"),
    sort="name",
)


class ExportSchema(Schema):
    """Why the whole roster, numbers and telephones included, is wanted as a file."""

    reason = fields.String(required=True, validate=validate.Length(min=2, max=200))


@blueprint.get("")
@needs("member.read")
def list_members() -> str | Response:
    """Today's roster by name, and who of it isn't a volunteer yet."""
    asked = LISTING.ask()
    today = local_day(business_now())
    query = listed(today, asked.filters.get("q"), asked.filters.get("status"))
    found = rows_of(db.session(), query.order_by(*asked.order(), Member.id), asked)
    rows = Rows(asked, [MemberRow(*row) for row in found.items], found.total)
    return excel(rows) if asked.excel else render_template("member/list.html", rows=rows)


@blueprint.get("/export")
@needs("member.read")
def new_export() -> str:
    """Asks why, before the file with numbers and telephones is made."""
    return render_template("member/export.html", form=open_form(ExportSchema()))


@blueprint.post("/export")
@needs("member.read")
def post_export() -> Response | tuple[str, int]:
    """The roster as the bureau's workbook, read back without a change; the reason is kept."""
    form: Form = sent_form(ExportSchema())
    book = form.submit(_export)
    if book is None:
        return render_template("member/export.html", form=form), 422
    return download(book, f"roster-{local_day(business_now())}.xlsx", XLSX)


def _export(typed: dict[str, Any]) -> bytes:
    now = business_now()
    with transaction(db) as session:
        rows = todays_roster(session, local_day(now))
        after = {"count": len(rows), "reason": typed["reason"]}
        log(session, current_actor(), now, Change("roster.exported", "roster", None, after))
    heads = [sheet.Column(column.headings[0]) for column in columns.ROSTER]
    return sheet.workbook(_("党员花名册"), heads, [_cells(row) for row in rows])


def _cells(row: roster.Member) -> list[Any]:
    sex = SEXES.get(str(row.sex or ""), "")
    return [row.name, sex, row.id_number, row.joined, row.post, row.phone, row.remark]
