"""What templates of this tier ask of their reader, and how they say how long ago something was."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint
from flask_babel import gettext as _

from shared.clock import machine_now
from shared.web.login import current_actor
from shared.web.tier import this_tier

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
IN_HOURS_UNTIL = timedelta(hours=48)


def add_reader(blueprint: Blueprint) -> None:
    """Gives a blueprint's templates `may`, the reader's permissions, and the filter `ago`."""
    blueprint.add_app_template_filter(ago, "ago")
    blueprint.context_processor(lambda: {"may": permissions()})


def permissions() -> frozenset[str]:
    """What the reader's role may do."""
    role = current_actor().role
    return frozenset(name for name, roles in this_tier().permissions.items() if role in roles)


def ago(instant: datetime) -> str:
    """2 分钟前, 26 小时前, 3 天前; by the machine's clock."""
    passed = machine_now() - instant
    if passed < HOUR:
        return str(_("%(n)s 分钟前", n=max(passed // MINUTE, 1)))
    if passed < IN_HOURS_UNTIL:
        return str(_("%(n)s 小时前", n=passed // HOUR))
    return str(_("%(n)s 天前", n=passed // DAY))
