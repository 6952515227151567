"""What strangers may check: the text of QRs, the keys behind it, and what a scan is told."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from association.domain.verification import (
    Issued,
    Verification,
    forged,
    is_certificate,
    tell,
    typed_number,
)
from association.models.card import Card
from association.models.certificate import Certificate
from association.models.federation import TABLES
from association.models.station import Station
from association.models.volunteer import Volunteer
from shared.domain.card import Status
from shared.errors import UntrustedError
from shared.federation.node_key import public_keys
from shared.federation.outbox import this_node
from shared.vault import vault_of
from shared.verification import Certified, address_of, read_token, sign_token, token_in

Row = tuple[Card | Certificate, str, str]


def proof_of(session: Session, of: Card | Certificate) -> str:
    """The text of the QR that goes on it: the public address with a signed token."""
    return proofs(session)(of)


def proofs(session: Session) -> Callable[[Card | Certificate], str]:
    """`proof_of` for many: the public address is read once."""
    vault, url = vault_of(session), this_node(session, TABLES).public_url

    def proof(of: Card | Certificate) -> str:
        kind = "card" if isinstance(of, Card) else "certificate"
        return address_of(url, sign_token(vault, Certified(kind, of.number, of.issued_on)))

    return proof


def own_keys(session: Session) -> list[str]:
    """The keys that sign here or ever did, today's first: old cards stay verifiable."""
    today = public_keys(vault_of(session))[0]
    table = TABLES.key
    query = select(table.sign_key).where(table.node == this_node(session, TABLES).name)
    earlier = session.scalars(query.order_by(table.since.desc(), table.id))
    return list(dict.fromkeys([today, *earlier]))


def verify(session: Session, text: str) -> Verification:
    """What became of the card or certificate behind a scanned token or a typed number.

    A token that doesn't hold is told nothing, whatever its number.
    """
    shown = token_in(text)
    if "." not in shown:
        number = typed_number(shown)
        return tell(_issued(session, is_certificate(number), number))
    try:
        certified = read_token(shown, own_keys(session))
    except UntrustedError:
        return forged()
    of_star = certified.kind == "certificate"
    return tell(_issued(session, of_star, certified.number), certified.issued_on)


def _issued(session: Session, of_star: bool, number: str) -> Issued | None:
    found = session.execute(_certificate(number) if of_star else _card(number)).first()
    if found is None:
        return None
    row, holder, station = found
    issued = {
        "number": row.number,
        "issued_on": row.issued_on,
        "status": Status(row.status),
        "name": holder,
        "station": station,
    }
    if of_star:
        return Issued("certificate", **issued, year=row.year, star=row.star)
    return Issued("card", **issued)


def _card(number: str) -> Select[Card, str, str]:
    """With the station where the holder serves today."""
    return (
        select(Card, Volunteer.name, Station.title)
        .join(Volunteer, Volunteer.id == Card.volunteer)
        .join(Station, Station.name == Volunteer.station)
        .where(Card.number == number)
    )


def _certificate(number: str) -> Select[Certificate, str, str]:
    """With the station that proposed the star."""
    return (
        select(Certificate, Volunteer.name, Station.title)
        .join(Volunteer, Volunteer.id == Certificate.volunteer)
        .join(Station, Station.name == Certificate.station)
        .where(Certificate.number == number)
    )
