"""What every signed-in reader has: search, the rest of the pages, one's own settings, drafts."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.clock import ZONE
from shared.database import transaction
from shared.draft import drop_draft, save_draft
from shared.web.form import OWN, SECRET
from shared.web.login import current_actor, needs_login
from shared.web.saved_filter import add_saved_filters, local
from shared.web.tier import this_tier

MOST_HITS = 50


def desk_blueprint() -> Blueprint:
    """/more, /me, /search, /drafts and /filters."""
    blueprint = Blueprint("desk", __name__)
    add_saved_filters(blueprint)
    _add_drafts(blueprint)

    @blueprint.get("/more")
    @needs_login
    def show_more() -> str:
        """The pages that have no room in the bar."""
        return render_template("more.html")

    @blueprint.get("/me")
    @needs_login
    def show_me() -> str:
        """Who is signed in, and how pages look to them."""
        return render_template("me.html", actor=current_actor())

    @blueprint.get("/search")
    @needs_login
    def show_search() -> str:
        """One box for everything that the tier can find."""
        tier, typed = this_tier(), request.args.get("q", "").strip()[:100]
        hits = tier.search(tier.db.session(), current_actor(), typed) if typed else ()
        return render_template("search.html", typed=typed, hits=hits[:MOST_HITS])

    return blueprint


def _add_drafts(blueprint: Blueprint) -> None:
    @blueprint.post("/drafts")
    @needs_login
    def put_draft() -> dict[str, str]:
        """Keeps what stands in a form; its own script sends it while one types."""
        tier, pairs = this_tier(), typed_pairs()
        with transaction(tier.db) as session:
            form = request.form.get("_form", "")[:300]
            at = save_draft(session, tier.accounts.draft, current_actor().id, form, pairs)
        return {"saved": _("草稿已存 %(time)s", time=f"{at.astimezone(ZONE):%H:%M}")}

    @blueprint.post("/drafts/removal")
    @needs_login
    def remove_draft() -> Response:
        """It isn't wanted any more."""
        tier, form = this_tier(), request.form.get("_form", "")[:300]
        with transaction(tier.db) as session:
            drop_draft(session, tier.accounts.draft, current_actor().id, form)
        return redirect(local(form))


def typed_pairs() -> list[tuple[str, str]]:
    """What was sent, in order, without secrets and the form's own fields."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in OWN and name not in SECRET
    ]
