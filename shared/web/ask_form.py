"""The form on which residents ask: its fields, what speaks against it, and the wish in it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate

from shared.clock import business_now, local_day
from shared.domain import contact, wished_time
from shared.domain.contact import Contact
from shared.domain.service_request import Channel
from shared.errors import NotFoundError
from shared.resident import Reception, Wish
from shared.web import guard
from shared.web.language import chosen_language, marked
from shared.web.login import current_actor
from shared.web.shell import may_do

CONSENT_VERSION = "1"
OTHER = "other"
OWN = "request.own"
"""Who may ask as themselves, by the account with which they are signed in."""
LONGEST_WORDS = 500
DAYS = {"any": range(1, 8), "weekdays": range(1, 6), "weekend": range(6, 8)}
DAY = "day"


class AskSchema(Schema):
    """What a resident fills in; the rules of contact and times are the subject's own."""

    item = fields.String(required=True, validate=validate.Length(max=40))
    words = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_WORDS))
    when = fields.String(load_default="any", validate=validate.OneOf([*DAYS, DAY]))
    day = fields.Date(load_default=None)
    part = fields.String(load_default="", validate=validate.OneOf(["", *wished_time.PARTS]))
    address = fields.String(required=True, validate=validate.Length(max=contact.LONGEST["address"]))
    name = fields.String(required=True, validate=validate.Length(max=contact.LONGEST["name"]))
    phone = fields.String(required=True, validate=validate.Length(max=contact.LONGEST["phone"]))
    own = fields.Boolean(load_default=False)
    consent = fields.Boolean(
        required=True,
        validate=validate.Equal(
            True, error=marked("要您同意才能办。不想留在网上，打电话说也一样。")
        ),
    )


def doubt_word(doubt: guard.Doubt) -> str:
    """What a person is told of it: to press again."""
    if doubt is guard.Doubt.TOO_SOON:
        return str(_("提交得太快，像是机器填的。核对一下，再按一次。"))
    if doubt is guard.Doubt.TOO_OLD:
        return str(_("这一页放得太久了。核对一下，再按一次提交。"))
    return str(_("有一格是给机器设的，里面有字，已经清空。核对一下，再按一次提交。"))


def wish_of(reception: Reception, typed: dict[str, Any]) -> Wish:
    """What was typed, by the rules of the subject; nothing is written yet."""
    item = None if typed["item"] == OTHER else typed["item"]
    if item is not None and item not in {one.code for one in reception.items}:
        raise NotFoundError("service_item.unknown", code=item, field="item")
    said = contact.checked(Contact(**{name: typed[name] for name in contact.LONGEST}))
    wished = wished_time.checked(_wished(typed), local_day(business_now()))
    return Wish(
        node=reception.node,
        contact=said,
        channel=Channel.PUBLIC,
        item=item,
        account=current_actor().id if typed["own"] and may_do(OWN) else None,
        wished=wished,
        consent_version=CONSENT_VERSION,
        language=chosen_language(),
        request=guard.request_id(request.form, reception.node, said.to_json(), item or "", *wished),
        reach=request.url_root.rstrip("/"),
    )


def _wished(typed: dict[str, Any]) -> list[str]:
    """As rules write times; any day at any time is no wish at all."""
    when, part = typed["when"], typed["part"]
    if when == DAY:
        day = "" if typed["day"] is None else typed["day"].isoformat()
        return [f"{day}-{part}" if part else day]
    if when == "any" and not part:
        return []
    return [f"{day}-{one}" for day in DAYS[when] for one in ([part] if part else wished_time.PARTS)]
