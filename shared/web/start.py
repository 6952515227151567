"""The front page's way on, the node's health, and the style that every page has."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from shared.web.tier import this_tier


def start_blueprint() -> Blueprint:
    """`/`, `/health`, and the static files under `/style`."""
    blueprint = Blueprint(
        "start",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/style",
    )

    @blueprint.get("/")
    def show_start() -> Response:
        """Where the reader's day begins; whoever isn't signed in comes to the door."""
        if not current_user.is_authenticated:
            return redirect(url_for("door.show_login"))
        return redirect(url_for(this_tier().front(current_user.actor)))

    @blueprint.get("/health")
    def show_health() -> dict[str, str]:
        """Answers once the database does."""
        this_tier().db.session().execute(text("SELECT 1"))
        return {"status": "ok"}

    return blueprint
