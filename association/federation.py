"""The association's link: which action answers which message from the centers."""

from __future__ import annotations

from association.actions import card, center, service_request, tally, volunteer, year
from association.models.federation import TABLES
from association.sentences import SENTENCES
from shared.federation.link import Link
from shared.web.sentences import teller
from shared.wire.card import FOUND, HANDED_OVER, LOST
from shared.wire.node import CENTER_PROFILE
from shared.wire.registration import APPROVED, LEFT
from shared.wire.service_request import CONTACT, ESCALATED, PROGRESS, WITHDRAWN
from shared.wire.tally import TOTAL
from shared.wire.year import CHECKED, SEALED

LINK = Link(
    TABLES,
    {
        CENTER_PROFILE: center.on_profile,
        APPROVED: volunteer.on_approved,
        LEFT: volunteer.on_left,
        HANDED_OVER: card.on_handed_over,
        LOST: card.on_lost,
        FOUND: card.on_found,
        TOTAL: tally.on_total,
        SEALED: year.on_sealed,
        CHECKED: year.on_checked,
        ESCALATED: service_request.on_escalated,
        PROGRESS: service_request.on_progress,
        WITHDRAWN: service_request.on_withdrawn,
        CONTACT: service_request.on_contact,
    },
    teller(SENTENCES),
)
