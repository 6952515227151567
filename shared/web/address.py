"""Where strangers reach a page of this node: by the address it says of itself, else as asked."""

from __future__ import annotations

from typing import Any

from flask import url_for


def reached_at(reach: str, endpoint: str, **values: Any) -> str:
    """The whole address of a page; `reach` is the node's own for strangers, "" for none."""
    if not reach:
        return url_for(endpoint, _external=True, **values)
    return reach.rstrip("/") + url_for(endpoint, **values)
