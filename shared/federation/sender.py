"""The actor behind a message: the node that sent it, and its user where the envelope names one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from shared.account import Actor

if TYPE_CHECKING:
    from shared.federation.link import Message

NOBODY = UUID(int=0)


def sender_of(message: Message) -> Actor:
    """For the audit log: the sending node by name, in the role `node`."""
    return Actor(message.actor or NOBODY, message.sender, "node", "federation")
