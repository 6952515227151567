"""The tables of this tier and the queries on them."""

from association.models import (
    account,
    audit,
    card,
    center,
    notice,
    policy,
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
    "center",
    "notice",
    "policy",
    "star",
    "station",
    "tally",
    "volunteer",
    "year",
]
