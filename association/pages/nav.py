"""The ways into this tier's pages, by what people do."""

from __future__ import annotations

from shared.web.language import marked as _l
from shared.web.tier import NavItem

NAV = (
    NavItem(_l("今日"), "today_page.show_today", "sun", "policy.read"),
    NavItem(_l("星级"), "star_page.list_stars", "star", "proposal.read"),
    NavItem(_l("义工证"), "card_page.list_cards", "person-vcard", "card.read"),
    NavItem(_l("中心"), "center_page.list_centers", "diagram-3", "center.read"),
    NavItem(_l("政策"), "policy_page.list_policies", "sliders", "policy.read"),
    NavItem(_l("需求"), "request_page.list_requests", "chat-left-text", "request.list"),
    NavItem(_l("年报"), "year_page.list_years", "calendar-check", "year.read", main=False),
    NavItem(_l("账号"), "account_page.list_accounts", "person-gear", "account.manage"),
    NavItem(_l("上报与同步"), "link_page.show_link", "arrow-repeat", "link.read", main=False),
    NavItem(_l("起步"), "first_step_page.list_steps", "list-check", "first_step.read", main=False),
    NavItem(_l("操作记录"), "audit_page.list_lines", "clock-history", "audit.read", main=False),
)
