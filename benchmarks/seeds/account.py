"""An account for each of a tier's roles, under the role's name."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from benchmarks.seeds.size import NOW, uuid
from shared.account import Actor
from shared.sign_in import NewAccount, add_account
from shared.web.tier import Tier

PASSWORD = "account-password"  # noqa: S105
COMMAND = Actor(UUID(int=0), "命令行", "administrator", "command")


def add_accounts(session: Session, tier: Tier) -> list[str]:
    """The roles; where an account can be a volunteer's, those who serve are the first two."""
    for number, role in enumerate(sorted(tier.accounts.roles)):
        new = NewAccount(role, role, role, PASSWORD, lasting=True)
        account = add_account(session, tier.accounts, COMMAND, NOW, new)
        if role in {"volunteer", "team_leader"} and hasattr(account, "volunteer_id"):
            account.volunteer_id = uuid(1, number % 2)
    return sorted(tier.accounts.roles)
