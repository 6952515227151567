"""The ways into this tier's pages, by what people do."""

from __future__ import annotations

from shared.web.language import marked as _l
from shared.web.tier import NavItem

NAV = (
    NavItem(_l("今日"), "today_page.show_today", "sun", "station.list"),
    NavItem(_l("操作记录"), "audit_page.list_lines", "clock-history", "audit.read", main=False),
)
