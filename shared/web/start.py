"""The start page of a node, and its health for whoever watches the process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import text

from shared.clock import ZONE, business_now, is_simulated, local_day
from shared.federation.status import status
from shared.web.tier import this_tier

TIERS = {"station": "工作站", "center": "服务中心", "association": "协会"}
SEALS = {"station": "站", "center": "局", "association": "会"}
STATES = {
    "active": "已接通",
    "pending": "等上级批准",
    "revoked": "已被停用",
    "not_enrolled": "还没有接入",
}


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
        return render_template("start.html", link=status(session, tier.link.tables), counts=counts)

    @blueprint.get("/health")
    def show_health() -> dict[str, str]:
        """Answers once the database does."""
        this_tier().db.session().execute(text("SELECT 1"))
        return {"status": "ok"}

    @blueprint.app_template_filter("local_time")
    def _(instant: datetime) -> str:
        return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")

    @blueprint.app_context_processor
    def _() -> dict[str, Any]:
        package = this_tier().package
        return {
            "node": current_app.extensions["yigong_settings"],
            "tier_name": TIERS[package],
            "tier_seal": SEALS[package],
            "states": STATES,
            "simulated": is_simulated(),
            "today": local_day(business_now()),
        }

    return blueprint
