"""The JSON API of this tier."""

from association.api import card, center, notice, photo, policy, star, year

BLUEPRINTS = (
    center.blueprint,
    card.blueprint,
    photo.blueprint,
    policy.blueprint,
    year.blueprint,
    notice.blueprint,
    star.blueprint,
)
