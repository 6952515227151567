"""What Open311's answers say: nothing that a requester or clerk wrote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from shared.clock import ZONE
from shared.domain import tracking_code, wished_time
from shared.domain.service_item import Item
from shared.domain.service_request import OPEN
from shared.resident import Given, Listed, Reception
from shared.web.open311_text import TYPES
from shared.web.track_word import state_word
from shared.web.word import slot, word

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
CHANGED: Final = "2026-11-29T00:00:00+08:00"
WISHED: Final = "wished"
SLOTS: Final = [f"{day}-{part}" for day in range(1, 8) for part in wished_time.PARTS]


def base() -> str:
    """The address under which everything of Open311 is."""
    return url_for("open311.show_discovery", _external=True).rpartition("/")[0]


def discovery(reception: Reception) -> Mapping[str, Any]:
    """Where everything is, and what the lists don't say."""
    said = _("清单只有编号、项目、状态和日期，没有姓名、电话、地址和原话，也没有办理人写的话。")
    endpoint = {
        "specification": SPECIFICATION,
        "url": base(),
        "changeset": CHANGED,
        "type": "production",
        "formats": [f"{kind}; charset=utf-8" for kind in TYPES.values()],
    }
    return {
        "changeset": CHANGED,
        "contact": " ".join(one for one in (reception.title, reception.phone, said) if one),
        "key_service": _("不用密钥。"),
        "endpoints": [endpoint],
    }


def service(item: Item, words: str) -> Mapping[str, Any]:
    """One of the list of services."""
    return {
        "service_code": item.code,
        "service_name": item.name,
        "description": words,
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(item.skills),
        "group": word(item.category),
    }


def definition(item: Item) -> Mapping[str, Any]:
    """The one thing that can be said besides: when somebody may come."""
    attribute = {
        "variable": True,
        "code": WISHED,
        "datatype": "multivaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": _("什么时候方便？不选就是都可以"),
        "values": [{"key": one, "name": slot(one)} for one in SLOTS],
    }
    return {"service_code": item.code, "attributes": [attribute]}


def listed(one: Listed) -> Mapping[str, Any]:
    """As anybody may read it: what the standard has a place for and we don't tell is empty."""
    return {
        "service_request_id": str(one.request),
        "status": "open" if one.status in OPEN else "closed",
        "status_notes": state_word(one.status),
        "service_name": one.item_name,
        "service_code": one.item,
        "description": None,
        "agency_responsible": one.agency,
        "service_notice": None,
        "requested_datetime": _written(one.received),
        "updated_datetime": _written(one.since),
        "expected_datetime": None if one.promised is None else _written(one.promised),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def given_out(given: Given) -> Mapping[str, Any]:
    """What whoever posted is told, and nobody else."""
    code = tracking_code.shown(given.code)
    notice = _("查询码 %(code)s，请收好：谁有它，谁就能看办到哪一步。", code=code)
    return {
        "service_request_id": str(given.request),
        "token": given.code,
        "service_notice": notice,
        "account_id": None,
    }


def _written(instant: datetime) -> str:
    return instant.astimezone(ZONE).isoformat(timespec="seconds")
