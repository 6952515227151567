"""The pages of this tier, for people."""

from __future__ import annotations

from flask import Blueprint

from association.pages import (
    card,
    card_batch,
    center,
    notice,
    policy,
    request_figures,
    service_request,
    star,
    today,
    verification,
    year,
)

PAGES: list[Blueprint] = [
    today.blueprint,
    card.blueprint,
    card_batch.blueprint,
    star.blueprint,
    service_request.blueprint,
    notice.blueprint,
    year.blueprint,
    policy.blueprint,
    center.blueprint,
    verification.blueprint,
]
# views of the blueprints above
MORE = (request_figures,)
