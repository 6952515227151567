"""Requests that came to the center: those of its stations, and those routed to it from above."""

from __future__ import annotations

from center.database import Base
from shared.request_query import Requests
from shared.service_request import RequestMixin, RequestStepMixin


class ServiceRequest(RequestMixin, Base):
    """The center's copy; of those that it passed up the association's word is the truth."""


class RequestStep(RequestStepMixin, Base):
    """What became of a request, as it was heard here."""


REQUESTS = Requests(ServiceRequest, RequestStep)
