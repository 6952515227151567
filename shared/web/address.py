"""Where strangers reach a page of this node: by the address that is said of it, or nowhere."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from shared.documents.qr import inline


def reached_at(reach: str, endpoint: str, **values: Any) -> str:
    """The whole address of a page; "" where strangers reach none: then no link is offered."""
    return reach.rstrip("/") + url_for(endpoint, **values) if reach else ""


def code_picture(reach: str, code: str) -> Any:
    """The way to a request for a telephone's camera; none without an address for residents."""
    address = reached_at(reach, "track.show_code", code=code)
    return inline(address, _("扫码查看办到哪一步")) if address else None
