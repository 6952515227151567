"""The one table of what travels: between which tiers, in whose ownership, by which schema."""

from __future__ import annotations

from dataclasses import dataclass

from shared.wire import (
    card,
    front_status,
    node,
    notice,
    photo,
    policy,
    profile,
    registration,
    star,
    tally,
    transfer,
    year,
)
from shared.wire import service_request as request
from shared.wire.schema import WireSchema

UP_TO_CENTER = ("station", "center")
UP_TO_ASSOCIATION = ("center", "association")
DOWN_TO_CENTER = ("association", "center")
DOWN_TO_STATION = ("center", "station")
EVERY_HOP = (UP_TO_CENTER, UP_TO_ASSOCIATION, DOWN_TO_CENTER, DOWN_TO_STATION)


@dataclass(frozen=True)
class MessageType:
    """One type: its hops, the owner group that counts its versions, schema by v, treatment.

    `personal`: bodies are encrypted at rest. `origin`: the tier whose seal the body must carry;
    who forwards passes body and seal unchanged, so such a type may come from a tier between.
    `in_order`: a step of a life cycle, no full state of its subject; it waits for earlier ones.
    `erasable`: a resident's, sealed; `erasure` nulls such bodies, and no others.
    """

    hops: tuple[tuple[str, str], ...]
    group: str
    schemas: dict[int, type[WireSchema]]
    personal: bool = False
    origin: str | None = None
    in_order: bool = False
    erasable: bool = False

    @property
    def v(self) -> int:
        return max(self.schemas)


TYPES: dict[str, MessageType] = {
    registration.SUBMITTED: MessageType(
        (UP_TO_CENTER,), "person", {1: registration.SubmittedSchema}, personal=True
    ),
    registration.WITHDRAWN: MessageType(
        (UP_TO_CENTER,), "withdrawal", {1: registration.WithdrawnSchema}
    ),
    registration.DECIDED: MessageType(
        (DOWN_TO_STATION,),
        "decision",
        {1: registration.DecidedSchema},
        personal=True,
        in_order=True,
    ),
    registration.LEFT: MessageType(
        (UP_TO_CENTER, UP_TO_ASSOCIATION), "leaving", {1: registration.LeftSchema}
    ),
    registration.APPROVED: MessageType(
        (UP_TO_ASSOCIATION,), "approval", {1: registration.ApprovedSchema}, personal=True
    ),
    profile.VOLUNTEER: MessageType(
        (UP_TO_CENTER,), "profile", {1: profile.ProfileSchema}, personal=True
    ),
    photo.VOLUNTEER: MessageType((UP_TO_CENTER,), "photo", {1: photo.VolunteerPhotoSchema}),
    card.ISSUED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "card", {1: card.IssuedSchema}, origin="association"
    ),
    card.HANDED_OVER: MessageType(
        (UP_TO_CENTER, UP_TO_ASSOCIATION), "hand_over", {1: card.HandedOverSchema}
    ),
    card.LOST: MessageType((UP_TO_CENTER, UP_TO_ASSOCIATION), "loss", {1: card.LostSchema}),
    card.FOUND: MessageType((UP_TO_CENTER, UP_TO_ASSOCIATION), "loss", {1: card.FoundSchema}),
    card.REVOKED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "card", {1: card.RevokedSchema}, origin="association"
    ),
    transfer.ASKED: MessageType(
        (UP_TO_CENTER,), "question", {1: transfer.AskedSchema}, personal=True
    ),
    transfer.DECIDED: MessageType((DOWN_TO_STATION,), "decision", {1: transfer.DecidedSchema}),
    transfer.STATEMENT: MessageType(
        (UP_TO_CENTER, DOWN_TO_STATION), "file", {1: transfer.StatementSchema}, personal=True
    ),
    tally.MONTH: MessageType((UP_TO_CENTER,), "tally", {1: tally.MonthSchema}),
    tally.ENTRIES: MessageType((UP_TO_CENTER,), "entries", {1: tally.EntriesSchema}),
    tally.UNLOCK_ASKED: MessageType((UP_TO_CENTER,), "unlock", {1: tally.UnlockAskedSchema}),
    tally.DECIDED: MessageType(
        (DOWN_TO_STATION,), "decision", {1: tally.DecidedSchema}, in_order=True
    ),
    tally.TOTAL: MessageType((UP_TO_ASSOCIATION,), "total", {1: tally.TotalSchema}),
    year.SEALED: MessageType(
        (UP_TO_CENTER, UP_TO_ASSOCIATION), "year", {1: year.SealedSchema}, origin="station"
    ),
    year.CHECKED: MessageType((UP_TO_ASSOCIATION,), "check", {1: year.CheckedSchema}),
    year.RETURNED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "return", {1: year.ReturnedSchema}
    ),
    star.DECIDED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION),
        "star",
        {1: star.DecidedSchema},
        origin="association",
        in_order=True,
    ),
    policy.SET: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "policy", {1: policy.SetSchema}, origin="association"
    ),
    request.ESCALATED: MessageType(
        (UP_TO_CENTER, UP_TO_ASSOCIATION),
        "question",
        {1: request.EscalatedSchema},
        personal=True,
    ),
    request.PROGRESS: MessageType(
        EVERY_HOP, "progress", {1: request.ProgressSchema}, personal=True, in_order=True
    ),
    request.CONTACT: MessageType(
        EVERY_HOP, "contact", {1: request.ContactSchema}, personal=True, erasable=True
    ),
    request.WITHDRAWN: MessageType(
        (UP_TO_CENTER, UP_TO_ASSOCIATION), "withdrawal", {1: request.WithdrawnSchema}
    ),
    request.ROUTED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION),
        "routing",
        {1: request.RoutedSchema},
        personal=True,
        in_order=True,
    ),
    request.TAKEN: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "taking", {1: request.TakenSchema}, in_order=True
    ),
    request.CLOSED: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION),
        "closing",
        {1: request.ClosedSchema},
        personal=True,
        in_order=True,
    ),
    front_status.RECEIVED: MessageType(
        (DOWN_TO_STATION,),
        "entry",
        {1: front_status.ReceivedSchema},
        personal=True,
        in_order=True,
        erasable=True,
    ),
    front_status.STATUS: MessageType(
        (UP_TO_CENTER,),
        "status",
        {1: front_status.StatusSchema},
        personal=True,
        erasable=True,
    ),
    front_status.ORDER_RECEIVED: MessageType(
        (DOWN_TO_STATION,),
        "entry",
        {1: front_status.OrderReceivedSchema},
        personal=True,
        in_order=True,
        erasable=True,
    ),
    front_status.ORDER_STATUS: MessageType(
        (UP_TO_CENTER,), "status", {1: front_status.OrderStatusSchema}, personal=True
    ),
    notice.NOTICE: MessageType((DOWN_TO_STATION,), "notice", {1: notice.NoticeSchema}),
    node.STATION_PROFILE: MessageType((UP_TO_CENTER,), "profile", {1: node.StationProfileSchema}),
    node.CENTER_PROFILE: MessageType(
        (UP_TO_ASSOCIATION,), "profile", {1: node.CenterProfileSchema}
    ),
    node.DIRECTORY: MessageType(
        (DOWN_TO_CENTER, DOWN_TO_STATION), "directory", {1: node.DirectorySchema}
    ),
    node.REJECTED: MessageType(EVERY_HOP, "rejection", {1: node.RejectedSchema}),
    node.ERASURE: MessageType(EVERY_HOP, "erasure", {1: node.ErasureSchema}, in_order=True),
}

ERASABLE = tuple(name for name, kind in TYPES.items() if kind.erasable)


def may_travel(name: str, sender: str, receiver: str) -> bool:
    """Whether a type is known and may go from tier `sender` to tier `receiver`."""
    known = TYPES.get(name)
    return known is not None and (sender, receiver) in known.hops
