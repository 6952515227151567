"""Which action of this tier answers which message."""

from __future__ import annotations

from shared.federation.link import Link
from shared.web.sentences import teller
from shared.wire import card as card_wire
from shared.wire import front_status as front_wire
from shared.wire import node as node_wire
from shared.wire import notice as notice_wire
from shared.wire import policy as policy_wire
from shared.wire import registration as registration_wire
from shared.wire import service_request as request_wire
from shared.wire import star as star_wire
from shared.wire import tally as tally_wire
from shared.wire import transfer as transfer_wire
from shared.wire import year as year_wire
from station.actions import (
    card,
    erasure,
    front_chore,
    front_door,
    household,
    monthly_report,
    node,
    notice,
    policy,
    rejection,
    request_hearing,
    star,
    submission,
    transfer,
    visit_chore,
    yearly_report,
)
from station.models.federation import TABLES
from station.sentences import SENTENCES

LINK = Link(
    TABLES,
    {
        registration_wire.DECIDED: submission.on_decided,
        card_wire.ISSUED: card.on_issued,
        card_wire.REVOKED: card.on_revoked,
        transfer_wire.DECIDED: transfer.on_decided,
        transfer_wire.STATEMENT: transfer.on_statement,
        tally_wire.DECIDED: monthly_report.on_decided,
        year_wire.RETURNED: yearly_report.on_returned,
        star_wire.DECIDED: star.on_decided,
        notice_wire.NOTICE: notice.on_notice,
        front_wire.RECEIVED: front_door.on_received,
        front_wire.ORDER_RECEIVED: front_door.on_order_received,
        request_wire.ROUTED: request_hearing.on_routed,
        request_wire.TAKEN: request_hearing.on_taken,
        request_wire.CONTACT: request_hearing.on_contact,
        request_wire.PROGRESS: request_hearing.on_progress,
        request_wire.CLOSED: request_hearing.on_closed,
        node_wire.ERASURE: erasure.on_erasure,
        policy_wire.SET: policy.on_set,
        node_wire.DIRECTORY: node.on_directory,
        node_wire.REJECTED: rejection.on_rejected,
    },
    teller(SENTENCES),
    (
        erasure.erase_due,
        erasure.erase_strays,
        front_chore.tell_running,
        visit_chore.raise_visits,
        household.erase_due_households,
    ),
)
