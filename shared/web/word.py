"""Codes in the reader's words: states, roles, fields and acts as the tiers name them."""

from __future__ import annotations

from flask_babel import gettext as _

from shared.federation.name import NODE
from shared.web.tier import this_tier
from shared.web.words import WORDS


def word(code: object) -> str:
    """The tier's word for a code before shared's; a code that has none shows itself.

    `status:approved` is looked up whole first, then by what follows the colon.
    """
    text = str(code)
    own = this_tier().words
    for key in (text, text.rpartition(":")[2]):
        found = own.get(key) or WORDS.get(key)
        if found:
            return str(_(found))
    return text


def actor_word(name: str) -> str:
    """Who did something: a person's name; of a node what tier it is of."""
    return word(name.partition(":")[0]) if NODE.fullmatch(name) else name


def slot(text: str) -> str:
    """A free time as people read it: 周六上午; a word that wasn't understood, as it is."""
    day, dash, part = text.partition("-")
    if not dash or not day.isdigit():
        return text
    return word(f"weekday:{day}") + word(f"part:{part}")
