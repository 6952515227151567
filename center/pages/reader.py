"""What templates of this tier ask of their reader, and how they say a free time."""

from __future__ import annotations

from flask import Blueprint

from shared.web.login import current_actor
from shared.web.tier import this_tier
from shared.web.word import word


def add_reader(blueprint: Blueprint) -> None:
    """Gives a blueprint's templates `may`, what the reader may do, and all the filter `slot`."""
    blueprint.add_app_template_filter(slot, "slot")
    blueprint.context_processor(lambda: {"may": permissions()})


def permissions() -> frozenset[str]:
    """What the reader's role may do."""
    role = current_actor().role
    return frozenset(name for name, roles in this_tier().permissions.items() if role in roles)


def slot(text: str) -> str:
    """A free time as people read it: 周六上午; a word that wasn't understood, as it is."""
    day, dash, part = text.partition("-")
    if not dash or not day.isdigit():
        return text
    return word(f"weekday:{day}") + word(f"part:{part}")
