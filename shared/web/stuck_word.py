"""Why a message isn't applied, for people: the sentence it was refused with, in their language."""

from __future__ import annotations

from typing import Protocol

from flask_babel import gettext as _

from shared.web.language import is_english
from shared.web.sentences import sentence_of
from shared.web.tier import this_tier


class Stuck(Protocol):
    """What is asked of a row of the inbox."""

    error: str | None
    detail: str | None


FAULT = "message.fault"


def stuck_word(row: Stuck) -> str:
    """Its kept sentence is Chinese; in English the refusal's code says it, without its values."""
    if row.error == FAULT:
        return str(_("我们的系统出了差错，请升级或找管理员；会自动再试。"))
    if row.detail and not is_english():
        return row.detail
    return sentence_of(this_tier().sentences, row.error or "", {})
