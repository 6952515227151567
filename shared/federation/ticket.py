"""Tickets: by whom which blob may be sent here, for ten minutes; clients of tus can't sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from shared.clock import machine_now
from shared.errors import UntrustedError
from shared.federation import proof
from shared.federation.node_key import public_keys, thumbprint
from shared.federation.tables import Tables
from shared.vault import vault_of

TICKET = "fed-ticket+jws"
LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Ticket:
    """Bound to one node and one digest."""

    node: str
    sha256: str


def make_ticket(session: Session, ticket: Ticket) -> str:
    """Signed by this node, for this node alone to read."""
    until = int((machine_now() + LIFE).timestamp())
    return proof.sign(vault_of(session), TICKET, {**vars(ticket), "until": until})


def read_ticket(session: Session, tables: Tables, text: str, sha256: str) -> Ticket:
    """UntrustedError unless it is this node's, about this digest, and in force."""
    sign_key, _ = public_keys(vault_of(session))
    own = tables.key(id=thumbprint(sign_key), sign_key=sign_key)
    said = proof.read(text, own, TICKET)
    until = said.get("until")
    if said.get("sha256") != sha256 or not isinstance(until, int):
        raise UntrustedError("blob.other_ticket")
    if until <= machine_now().timestamp():
        raise UntrustedError("blob.ticket_over")
    return Ticket(str(said.get("node")), sha256)
