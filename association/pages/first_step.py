"""The association's first steps, from what its own tables say."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from association.domain.permission import CARD_MAKER, OFFICER
from association.models.account import ACCOUNTS
from association.models.first_step import reached
from shared.clock import business_now, local_day
from shared.web.first_step_page import has_roles
from shared.web.language import marked as _l
from shared.web.tier import Step

WORD = _l("区字用命令 yigong association word 印出，直接交给工作站，不经服务中心。")


def first_steps(session: Session) -> Sequence[Step]:
    """From the first officer to the first card."""
    centers, policy, volunteers, cards = reached(session, local_day(business_now()).year)
    people = has_roles(session, ACCOUNTS, OFFICER, CARD_MAKER)
    accounts = ("account_page.list_accounts", "account.manage")
    gate = ("gate_page.list_enrolments", "enrolment.manage")
    invite = _l("做一个注册串交给服务中心；对方用了以后，打电话核对指纹。")
    return (
        Step(_l("给审核员和制证员建账号"), people, *accounts, _l("审核员定星级，制证员印证。")),
        Step(_l("定今年的政策"), policy, "policy_page.list_policies", "policy.read"),
        Step(_l("批准第一个服务中心接入"), centers, *gate, invite),
        Step(_l("收到第一位获准的义工"), volunteers, "card_page.list_cards", "card.read", WORD),
        Step(_l("制第一张义工证"), cards, "card_page.list_cards", "card.read"),
    )
