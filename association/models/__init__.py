"""The tables of this tier and the queries on them."""

from association.models import (
    account,
    audit,
    card,
    card_batch,
    center,
    certificate,
    counter,
    notice,
    policy,
    search,
    service_request,
    star,
    station,
    tally,
    volunteer,
    year,
)

__all__ = [
    "account",
    "audit",
    "card",
    "card_batch",
    "center",
    "certificate",
    "counter",
    "notice",
    "policy",
    "search",
    "service_request",
    "star",
    "station",
    "tally",
    "volunteer",
    "year",
]
