"""Reading: which stations could serve a request, from the center's copies of their volunteers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from center.domain.routing import Asked, Home, Proposals, propose
from center.models.peer import last_contacts
from center.models.service_request import REQUESTS, RequestStep, ServiceRequest
from center.models.station import Station
from center.models.volunteer_list import offers
from shared.clock import business_now, local_day, machine_now
from shared.domain.fit import Offer, Task
from shared.domain.service_item import CATALOGUE
from shared.domain.service_record import Category
from shared.request_query import given_back

SILENT = timedelta(days=1)


def proposals(
    session: Session, row: ServiceRequest, steps: Sequence[RequestStep], homes: Sequence[Station]
) -> Proposals:
    """Each of the center's stations, proposed with its reasons or left out with one."""
    today = local_day(business_now())
    known = _Known(
        offers=_by_station(session),
        loads=REQUESTS.loads(session),
        served=REQUESTS.served_in(session, row.district) if row.district else {},
        gave_back=given_back(steps),
        silent=_silent(session),
    )
    asked = Asked(row.first_station, row.holder)
    return propose(task_of(row), asked, [known.home(one, today) for one in homes])


def task_of(row: ServiceRequest) -> Task:
    """What is to be done; a station's own item that the catalogue doesn't hold asks no skill."""
    item = next((one for one in CATALOGUE if one.code == row.item), None)
    return Task(Category(row.category), item, tuple(row.wished))


@dataclass(frozen=True)
class _Known:
    """What was read of all stations at once."""

    offers: Mapping[str, tuple[Offer, ...]]
    loads: Mapping[str, int]
    served: Mapping[str, int]
    gave_back: Mapping[str, str]
    silent: frozenset[str]

    def home(self, one: Station, today: date) -> Home:
        return Home(
            one.name,
            one.title,
            self.offers.get(one.name, ()),
            self.loads.get(one.name, 0),
            self.served.get(one.name, 0),
            is_at_work=one.closed_on is None or one.closed_on >= today,
            is_silent=one.name in self.silent,
            gave_back=self.gave_back.get(one.name),
        )


def _by_station(session: Session) -> dict[str, tuple[Offer, ...]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    for name, person in offers(session):
        times = ("categories", "specialties", "free_times")
        categories, specialties, free = (tuple(person.get(field, ())) for field in times)
        found[name].append(Offer(categories, specialties, free))
    return {name: tuple(those) for name, those in found.items()}


def _silent(session: Session) -> frozenset[str]:
    """Who hasn't called for a day, by the machine's clock."""
    since = machine_now() - SILENT
    contacts = last_contacts(session).items()
    return frozenset(name for name, last in contacts if last is None or last < since)
