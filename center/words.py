"""The words for this tier's codes: states, fields, acts; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping

from shared.web.language import marked as _l

WORDS: Mapping[str, str] = {
    "link.enrolled": _l("接入上级"),
}
