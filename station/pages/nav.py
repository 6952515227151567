"""The ways into this tier's pages, by what people do."""

from __future__ import annotations

from shared.web.language import marked as _l
from shared.web.tier import NavItem

NAV = (
    NavItem(_l("今日"), "today_page.show_today", "sun", "first_step.read"),
    NavItem(_l("我的"), "own_page.show_own", "person-badge", "own.use"),
    NavItem(_l("需求"), "request_page.list_requests", "chat-left-text", "request.read"),
    NavItem(_l("我的服务单"), "own_order_page.list_orders", "clipboard-check", "own.use"),
    NavItem(_l("活动"), "activity_page.list_activities", "calendar3", "activity.read"),
    NavItem(_l("义工"), "volunteer_page.list_volunteers", "people", "volunteer.read"),
    NavItem(_l("记录"), "record_page.list_records", "journal-check", "record.read"),
    NavItem(_l("月报"), "month_page.list_months", "file-earmark-text", "month.read"),
    NavItem(_l("结对"), "pairing_page.list_pairings", "house-heart", "pairing.read", main=False),
    NavItem(_l("慰问走访"), "benefit_page.list_visits", "gift", "benefit.read", main=False),
    NavItem(_l("服务项目"), "service_item_page.list_items", "list-ul", "item.write", main=False),
    NavItem(_l("承诺和停办"), "promise_page.show_promise", "clock", "request.read", main=False),
    NavItem(_l("年终"), "year_page.list_years", "calendar-check", "year.read", main=False),
    NavItem(_l("培训"), "training_page.list_trainings", "mortarboard", "training.read", main=False),
    NavItem(_l("服务队"), "team_page.list_teams", "people", "team.read", main=False),
    NavItem(_l("异议"), "contest_page.list_contests", "chat-left-text", "contest.read", main=False),
    NavItem(
        _l("调动"), "transfer_page.list_transfers", "arrow-left-right", "transfer.read", main=False
    ),
    NavItem(
        _l("登记"),
        "registration_page.list_registrations",
        "person-plus",
        "registration.read",
        main=False,
    ),
    NavItem(
        _l("派出的服务单"), "order_page.list_orders", "clipboard-check", "order.read", main=False
    ),
    NavItem(_l("服务单"), "slip_page.list_slips", "camera", "record.enter", main=False),
    NavItem(_l("党员花名册"), "member_page.list_members", "card-list", "member.read", main=False),
    NavItem(_l("导入"), "import_page.list_imports", "upload", "import.read", main=False),
    NavItem(_l("账号"), "account_page.list_accounts", "person-gear", "account.manage"),
    NavItem(_l("上报与同步"), "link_page.show_link", "arrow-repeat", "link.read", main=False),
    NavItem(_l("起步"), "first_step_page.list_steps", "list-check", "first_step.read", main=False),
    NavItem(_l("操作记录"), "audit_page.list_lines", "clock-history", "audit.read", main=False),
)
