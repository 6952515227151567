"""今日: what waits for whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, render_template

from shared.web.login import needs
from shared.web.today import Task, Waiting, sections

blueprint = Blueprint("today_page", __name__, url_prefix="/today")


@blueprint.get("")
@needs("policy.read")
def show_today() -> str:
    """What waits, since when, with the one next act."""
    tasks: list[Task] = []
    waiting: list[Waiting] = []
    return render_template("today/show.html", sections=sections(tasks), waiting=waiting)
