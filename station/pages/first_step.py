"""A station's first steps, from what its own tables say."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shared.vault import vault_of
from shared.web.first_step_page import has_roles
from shared.web.language import marked as _l
from shared.web.tier import Step
from station.domain.permission import CLERK, HEAD
from station.models.account import ACCOUNTS
from station.models.first_step import reached

SAMPLE = _l("有样表；先看预览，再写入。")
WORD = _l("区字由协会直接给，在本机用命令 yigong station word 装上；没有它不能送审。")
APPROVAL = _l("送审以后等服务中心；批准的日期就是开始计分的日期。")


def first_steps(session: Session) -> Sequence[Step]:
    """From the district's word to the first report that was signed."""
    members, registered, approved, recorded, signed = reached(session)
    word, roles = vault_of(session).word is not None, has_roles(session, ACCOUNTS, HEAD, CLERK)
    office = _l("站长签月报，经办员办日常的事。")
    accounts = ("account_page.list_accounts", "account.manage")
    register = ("registration_page.list_registrations", "registration.read")
    return (
        Step(_l("装上区字"), word, "", "account.manage", WORD),
        Step(_l("给站长和经办员建账号"), roles, *accounts, office),
        Step(_l("导入党员花名册"), members, "import_page.list_imports", "import.write", SAMPLE),
        Step(_l("登记第一位义工"), registered, *register),
        Step(_l("服务中心批准第一位义工"), approved, *register, APPROVAL),
        Step(_l("记第一条服务记录"), recorded, "record_page.list_records", "record.read"),
        Step(_l("签第一份月报"), signed, "month_page.list_months", "month.read"),
    )
