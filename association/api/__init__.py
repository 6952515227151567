"""The JSON API of this tier."""

from association.api import (
    address,
    card,
    card_batch,
    center,
    certificate,
    notice,
    photo,
    policy,
    search,
    service_request,
    star,
    verification,
    year,
)

BLUEPRINTS = (
    center.blueprint,
    card.blueprint,
    card_batch.blueprint,
    photo.blueprint,
    certificate.blueprint,
    verification.blueprint,
    address.blueprint,
    policy.blueprint,
    year.blueprint,
    notice.blueprint,
    star.blueprint,
    search.blueprint,
    service_request.blueprint,
)
