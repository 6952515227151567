"""What a node to practise at has besides: a day let pass, one press that wipes it all."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import logout_user
from werkzeug.wrappers import Response

from shared.clock import business_now, local_day
from shared.database import transaction
from shared.practice import next_day, set_clock, wipe
from shared.web.login import needs
from shared.web.saved_filter import local
from shared.web.say import say
from shared.web.tier import this_settings, this_tier
from shared.web.today import short_day


def practice_pages() -> Blueprint:
    """POST /practice/day and /practice/wiping; no other node has them."""
    blueprint = Blueprint("practice_page", __name__, url_prefix="/practice")

    @blueprint.post("/day")
    @needs("practice.use")
    def post_day() -> Response:
        """A day goes by, and the node above answers what waits for it."""
        tier, settings = this_tier(), this_settings()
        with transaction(tier.db) as session:
            morning = next_day(session, tier, settings, business_now())
        set_clock(settings.home, morning)
        say(_("过了一天，今天是 %(day)s。上级已答复等着的事。", day=short_day(local_day(morning))))
        return redirect(local(request.form.get("_next", "")))

    @blueprint.post("/wiping")
    @needs("practice.use")
    def post_wiping() -> Response:
        """Everything that was practised goes; the false data stand as at the start."""
        wipe(this_tier(), this_settings())
        logout_user()
        say(_("练习的都清空了，可以从头再来。真的节点不受影响。"))
        return redirect(url_for("door.show_login"))

    return blueprint
