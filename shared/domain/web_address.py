"""An address under which people find a node's pages."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 200


def is_web_address(text: str) -> bool:
    """Whether it is one of http or https, without user, query and fragment, and short enough."""
    try:
        parts = urlsplit(text)
        plain = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        known = bool(plain) and parts.port != 0
    except ValueError:
        return False
    return known and not (parts.query or parts.fragment) and len(text) <= LONGEST
