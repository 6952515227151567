"""The center's link: which action answers which message, from stations and from above."""

from __future__ import annotations

from center.actions import (
    base_contact,
    card,
    front_status,
    photo,
    policy,
    profile,
    registration,
    relay,
    service_request,
    star,
    station,
    tally,
    transfer,
    volunteer,
    year,
)
from center.models.federation import TABLES
from center.sentences import SENTENCES
from shared.federation.link import Link
from shared.web.sentences import teller
from shared.wire import card as card_wire
from shared.wire import front_status as front_wire
from shared.wire import node as node_wire
from shared.wire import photo as photo_wire
from shared.wire import policy as policy_wire
from shared.wire import profile as profile_wire
from shared.wire import registration as registration_wire
from shared.wire import service_request as request_wire
from shared.wire import star as star_wire
from shared.wire import tally as tally_wire
from shared.wire import transfer as transfer_wire
from shared.wire import year as year_wire

LINK = Link(
    TABLES,
    {
        node_wire.STATION_PROFILE: station.on_profile,
        node_wire.DIRECTORY: station.on_directory,
        registration_wire.SUBMITTED: registration.on_submitted,
        registration_wire.WITHDRAWN: registration.on_withdrawn,
        registration_wire.LEFT: volunteer.on_left,
        photo_wire.VOLUNTEER: photo.on_photo,
        profile_wire.VOLUNTEER: profile.on_profile,
        card_wire.ISSUED: card.on_issued,
        card_wire.HANDED_OVER: card.on_handed_over,
        card_wire.LOST: card.on_lost,
        card_wire.FOUND: card.on_found,
        card_wire.REVOKED: card.on_revoked,
        transfer_wire.ASKED: transfer.on_asked,
        transfer_wire.STATEMENT: transfer.on_statement,
        tally_wire.MONTH: tally.on_month,
        tally_wire.ENTRIES: tally.on_entries,
        tally_wire.UNLOCK_ASKED: tally.on_unlock_asked,
        year_wire.SEALED: year.on_sealed,
        year_wire.RETURNED: year.on_returned,
        front_wire.STATUS: front_status.on_status,
        front_wire.ORDER_STATUS: front_status.on_order_status,
        request_wire.ESCALATED: service_request.on_escalated,
        request_wire.PROGRESS: service_request.on_progress,
        request_wire.WITHDRAWN: service_request.on_withdrawn,
        request_wire.CONTACT: service_request.on_contact,
        request_wire.ROUTED: relay.on_routed,
        request_wire.TAKEN: relay.on_taken,
        request_wire.CLOSED: relay.on_closed,
        node_wire.ERASURE: base_contact.on_erasure,
        policy_wire.SET: policy.on_set,
        star_wire.DECIDED: star.on_decided,
        node_wire.REJECTED: front_status.on_rejected,
    },
    teller(SENTENCES),
)
