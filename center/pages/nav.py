"""The ways into this tier's pages, by what people do."""

from __future__ import annotations

from shared.web.language import marked as _l
from shared.web.tier import NavItem

NAV = (
    NavItem(_l("今日"), "today_page.show_today", "sun", "station.list"),
    NavItem(_l("登记"), "registration_page.list_registrations", "person-plus", "registration.list"),
    NavItem(_l("需求"), "request_page.list_requests", "chat-left-text", "request.list"),
    NavItem(_l("月报"), "report_page.list_months", "file-earmark-text", "grid.show"),
    NavItem(_l("年终"), "year_page.list_years", "calendar-check", "year.show"),
    NavItem(_l("义工"), "volunteer_page.list_volunteers", "people", "volunteer.list"),
    NavItem(_l("工作站"), "station_page.list_stations", "building", "station.list"),
    NavItem(_l("汇总"), "statistics_page.show_statistics", "table", "statistics.show", main=False),
    NavItem(
        _l("调动"), "transfer_page.list_transfers", "arrow-left-right", "transfer.list", main=False
    ),
    NavItem(
        _l("可疑"), "oddity_page.list_oddities", "exclamation-triangle", "oddity.list", main=False
    ),
    NavItem(_l("账号"), "account_page.list_accounts", "person-gear", "account.manage"),
    NavItem(_l("上报与同步"), "link_page.show_link", "arrow-repeat", "link.read", main=False),
    NavItem(_l("起步"), "first_step_page.list_steps", "list-check", "first_step.read", main=False),
    NavItem(_l("操作记录"), "audit_page.list_lines", "clock-history", "audit.read", main=False),
)
