"""The start page of a node, and its health for whoever watches the process."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import text

from shared.clock import business_now, is_simulated, local_day
from shared.web.tier import this_tier

TIERS = {"station": "工作站", "center": "服务中心", "association": "协会"}
SEALS = {"station": "站", "center": "局", "association": "会"}


def start_blueprint() -> Blueprint:
    """`/`, `/health`, and the style that every page has."""
    blueprint = Blueprint(
        "start",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/style",
    )

    @blueprint.get("/")
    def show_start() -> str:
        """Who the node is, its links and counts."""
        tier = this_tier()
        session = tier.db.session()
        counts = tier.counts(session)
        return render_template("start.html", counts=counts)

    @blueprint.get("/health")
    def show_health() -> dict[str, str]:
        """Answers once the database does."""
        this_tier().db.session().execute(text("SELECT 1"))
        return {"status": "ok"}

    @blueprint.app_context_processor
    def _() -> dict[str, Any]:
        package = this_tier().package
        return {
            "node": current_app.extensions["yigong_settings"],
            "tier_name": TIERS[package],
            "tier_seal": SEALS[package],
            "simulated": is_simulated(),
            "today": local_day(business_now()),
        }

    return blueprint
