"""Requests that no station of their center could serve, as the centers passed them up."""

from __future__ import annotations

from association.database import Base
from shared.request_query import Requests
from shared.service_request import RequestMixin, RequestStepMixin


class ServiceRequest(RequestMixin, Base):
    """The association decides on it; whoever it was routed to says how it goes."""


class RequestStep(RequestStepMixin, Base):
    """What became of a request, as it was heard here."""


REQUESTS = Requests(ServiceRequest, RequestStep)
