"""The station as a node: profile, keys of others, what its link answers."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from flask import Flask
from sqlalchemy import select

from shared.clock import business_now
from shared.database import transaction
from shared.federation.node_key import key_of, to_text
from shared.wire.table import TYPES
from station.actions.node import open_station
from station.database import db
from station.federation import LINK
from station.models.audit import Audit
from station.models.federation import TABLES
from tests.conftest import MakeNode
from tests.station.ledger.station import ADMIN, Station


def test_the_profile_goes_up_with_the_day_on_which_the_station_opened(station: Station) -> None:
    with transaction(db) as session:
        open_station(session, ADMIN, business_now())
    sent = station.promised("station.profile")[-1]
    door = sent.pop("front_door")
    names = ("phone", "reach", "accept_days", "dispatch_days", "closings")
    assert [door[name] for name in names] == ["", "", 1, 3, []]
    assert {"code": "repair", "name": "义务维修", "category": "convenience"} in door["items"]
    assert "construction" not in {one["code"] for one in door["items"]}
    assert sent == {
        "station": "station:01-3301",
        "title": "实验小学",
        "opened_on": "2025-01-01",
        "closed_on": None,
    }


def test_a_station_without_a_center_tells_nobody(make_node: MakeNode) -> None:
    app: Flask = make_node("station", "09-9901", opened_on=None)
    with app.app_context():
        with transaction(db) as session:
            open_station(session, ADMIN, business_now())
        assert db.session.scalar(select(TABLES.outbox.id).limit(1)) is None


def test_the_directory_brings_the_keys_of_other_nodes(station: Station) -> None:
    sign = to_text(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    seal = to_text(X25519PrivateKey.generate().public_key().public_bytes_raw())
    data = {
        "nodes": [{"node": "association:gd", "title": "协会", "sign_key": sign, "seal_key": seal}]
    }
    for _ in range(2):
        station.receive(station.message("directory", "node:center:01", data))
    key = key_of(station.session, TABLES, "association:gd")
    assert key is not None
    assert (key.sign_key, key.title) == (sign, "协会")
    lines = station.session.scalars(select(Audit).where(Audit.action == "directory.received"))
    assert lines.first() is not None


def test_every_type_that_may_reach_a_station_has_a_handler() -> None:
    reaching = {name for name, kind in TYPES.items() if ("center", "station") in kind.hops}
    assert set(LINK.handlers) == reaching
