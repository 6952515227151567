"""The station's own catalogue of service items, filled from the plan's once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.domain.service_item import CATALOGUE, Item
from shared.domain.service_record import Category
from shared.errors import NotFoundError
from station.database import Base


class ServiceItem(Base):
    """A service that can be asked for; one that is offered no more stays for what it was.

    `place` orders the list. `code` never changes: Open311 gave it out.
    """

    __tablename__ = "service_item"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(30))
    category: Mapped[str] = mapped_column(String(20))
    skills: Mapped[list[str]] = mapped_column(JSON)
    is_public: Mapped[bool]
    is_active: Mapped[bool] = mapped_column(default=True)
    place: Mapped[int]


def fill_catalogue(session: Session) -> None:
    """The plan's items where there is none yet."""
    if session.scalar(select(ServiceItem.code).limit(1)) is not None:
        return
    for place, item in enumerate(CATALOGUE, start=1):
        session.add(
            ServiceItem(
                code=item.code,
                name=item.name,
                category=item.category,
                skills=list(item.skills),
                is_public=item.is_public,
                place=place,
            )
        )


def all_items(session: Session) -> Sequence[ServiceItem]:
    """Those offered no more too, in their order."""
    return session.scalars(select(ServiceItem).order_by(ServiceItem.place, ServiceItem.code)).all()


def active_items(session: Session) -> list[ServiceItem]:
    """What a clerk can choose."""
    return [one for one in all_items(session) if one.is_active]


def public_items(session: Session) -> list[ServiceItem]:
    """What residents are offered, on the page and through Open311."""
    return [one for one in active_items(session) if one.is_public]


def by_code(session: Session, code: str, *, lock: bool = False) -> ServiceItem:
    """NotFoundError `service_item.unknown`."""
    found = session.get(ServiceItem, code, with_for_update=lock or None)
    if found is None:
        raise NotFoundError("service_item.unknown", code=code[:60])
    return found


def name_of(session: Session, code: str | None) -> str:
    """What it is called; "" for none."""
    row = None if code is None else session.get(ServiceItem, code)
    return "" if row is None else row.name


def item_of(row: ServiceItem) -> Item:
    """The item as the rules take it."""
    return Item(row.code, row.name, Category(row.category), tuple(row.skills), row.is_public)
