"""The federation's tables at the center."""

from __future__ import annotations

from center.database import Base
from shared.federation import tables


class Outbox(tables.OutboxMixin, Base):
    """What this node promised."""


class Inbox(tables.InboxMixin, Base):
    """What this node received."""


class Stream(tables.StreamMixin, Base):
    """Positions of the streams from and to this node."""


class Epoch(tables.EpochMixin, Base):
    """Epochs of those streams."""


class Proof(tables.ProofMixin, Base):
    """Checkpoints and receipts."""


class Version(tables.VersionMixin, Base):
    """Versions of what this node promised."""


class Nonce(tables.NonceMixin, Base):
    """Nonces of the last quarter of an hour."""


class Key(tables.KeyMixin, Base):
    """Public keys by node."""


class Peer(tables.PeerMixin, Base):
    """The nodes above and below."""


class Enrolment(tables.EnrolmentMixin, Base):
    """Invitations given out."""


class Node(tables.NodeMixin, Base):
    """This node."""


class Blob(tables.BlobMixin, Base):
    """Photos that this node holds."""


class Passage(tables.PassageMixin, Base):
    """Photos on their way to and from this node."""


class Piece(tables.PieceMixin, Base):
    """Photos that are not whole yet."""


TABLES = tables.Tables(
    outbox=Outbox,
    inbox=Inbox,
    stream=Stream,
    epoch=Epoch,
    proof=Proof,
    version=Version,
    nonce=Nonce,
    key=Key,
    peer=Peer,
    enrolment=Enrolment,
    node=Node,
    blob=Blob,
    passage=Passage,
    piece=Piece,
)
