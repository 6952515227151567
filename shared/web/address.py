"""Where strangers reach a page of this node: by the address that is said of it, or nowhere."""

from __future__ import annotations

from typing import Any

from flask import url_for


def reached_at(reach: str, endpoint: str, **values: Any) -> str:
    """The whole address of a page; "" where strangers reach none: then no link is offered."""
    return reach.rstrip("/") + url_for(endpoint, **values) if reach else ""
