"""The tables of this tier and the queries on them."""

from center.models import (
    account,
    audit,
    entry,
    exemption,
    federation,
    policy,
    registration,
    reminder,
    search,
    service_request,
    station,
    station_year,
    tally,
    transfer,
    volunteer,
    volunteer_year,
)

__all__ = [
    "account",
    "audit",
    "entry",
    "exemption",
    "federation",
    "policy",
    "registration",
    "reminder",
    "search",
    "service_request",
    "station",
    "station_year",
    "tally",
    "transfer",
    "volunteer",
    "volunteer_year",
]
