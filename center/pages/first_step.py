"""A center's first steps, from what its own tables say."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from center.domain.permission import OFFICER
from center.models.account import ACCOUNTS
from center.models.first_step import reached
from shared.web.first_step_page import has_roles
from shared.web.language import marked as _l
from shared.web.tier import Step


def first_steps(session: Session) -> Sequence[Step]:
    """From the first officer to the first report that came in."""
    stations, decided, reports = reached(session)
    officer = has_roles(session, ACCOUNTS, OFFICER)
    accounts = ("account_page.list_accounts", "account.manage")
    invite = _l("做一个注册串交给学校；对方用了以后，打电话核对指纹。")
    return (
        Step(_l("给审核员建账号"), officer, *accounts, _l("审核员批登记、看月报。")),
        Step(
            _l("批准第一个工作站接入"),
            stations,
            "gate_page.list_enrolments",
            "enrolment.manage",
            invite,
        ),
        Step(
            _l("审第一份登记"),
            decided,
            "registration_page.list_registrations",
            "registration.list",
        ),
        Step(_l("收到第一份月报"), reports, "report_page.list_months", "tally.list"),
    )
