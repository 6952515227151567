"""What is sealed at the front door reads back as it was said, and from nobody else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from shared.domain.front_door import Entry
from shared.domain.service_record import Evaluation
from shared.errors import UntrustedError
from shared.federation.node_key import public_keys, put_key
from shared.federation.sealing import seal_for
from shared.front_door import open_entry, seal_entry
from shared.vault import vault_of
from shared.wire.front_door import INSIDE, LONGEST_INK
from shared.wire.front_status import MOST_LINES
from shared.wire.service_request import LONGEST_SEALED
from station.database import db
from station.models.federation import TABLES
from tests.conftest import MakeNode
from tests.database import Databases

OWN = "station:01-3301"
SAID: dict[Entry, dict[str, Any]] = {
    Entry.ASKED: {
        **{"name": "郑桂芳", "phone": "13812346021", "address": "建设路18号", "words": "漏水"},
        **{"channel": "public", "item": None, "wished": ["3-afternoon"], "code": "7K3M92QF"},
        **{"consent_version": "1", "language": "zh_Hans_CN", "reach": "https://c.example"},
    },
    **{kind: {"words": "改成周五"} for kind in (Entry.ADDED, Entry.WITHDRAWN, Entry.REOPENED)},
    Entry.SIGNED: {
        **{"token": "t" * 32, "seen": "a" * 64, "name": "郑桂芳", "capacity": "proxy"},
        **{"witness": "吴邻居", "ink": "[[[1,2]]]", "at": datetime(2026, 11, 4, 1, tzinfo=UTC)},
        "said": [{"record": uuid4(), "evaluation": Evaluation.SATISFIED}],
    },
    Entry.DISPUTED: {"token": "t" * 32, "words": "只来了半小时"},
}


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """Nothing is written."""
    return sqlite


def test_each_kind_reads_back_sealed_and_nothing_else_does(make_node: MakeNode) -> None:
    assert set(SAID) == set(INSIDE) == set(Entry)
    with make_node("station", "01-3301").app_context():
        session = db.session()
        put_key(session, TABLES, OWN, "实验小学", *public_keys(vault_of(session)))
        for kind, said in SAID.items():
            sealed = seal_entry(session, TABLES, OWN, kind, said)
            assert "郑" not in sealed
            assert open_entry(session, kind, sealed) == said
        for clear in (b"[", b"[" * 40_000, json.dumps({"words": 3}).encode(), b"\xff"):
            with pytest.raises(UntrustedError, match=r"front_door\.unreadable"):
                open_entry(session, Entry.ADDED, seal_for(session, TABLES, OWN, clear))
        longest = {"name": "名" * 60, "witness": "证" * 60, "ink": "1" * LONGEST_INK}
        line = {"record": uuid4(), "evaluation": Evaluation.DISSATISFIED}
        said = SAID[Entry.SIGNED] | longest | {"said": [line] * MOST_LINES}
        sealed = seal_entry(session, TABLES, OWN, Entry.SIGNED, said)
        assert len(sealed) <= LONGEST_SEALED
        assert open_entry(session, Entry.SIGNED, sealed) == said
        session.rollback()
