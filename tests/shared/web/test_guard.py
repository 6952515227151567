"""Stamps, traps and limits: what a robot trips over and a person never sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import RFC_4122, UUID

import pytest
from flask import Flask
from sqlalchemy import select
from uuid_utils.compat import uuid7

from shared.clock import machine_now
from shared.web import guard, signed
from shared.web.guard import STAMP, TRAP, Doubt
from station.database import db
from station.models.account import Attempt
from tests.conftest import MakeNode
from tests.database import Databases


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    """The limits' counting is tested on both in test_limit."""
    return sqlite


@pytest.fixture
def app(make_node: MakeNode) -> Iterator[Flask]:
    app = make_node("station", "01-3301")
    with app.app_context():
        yield app


def stamped(age: timedelta) -> dict[str, str]:
    return {STAMP: signed.sign(STAMP, str(uuid7()), machine_now() - age)}


def test_a_form_is_doubted_that_no_person_sends(app: Flask) -> None:
    good = stamped(timedelta(minutes=1))
    assert guard.doubt(good) is None
    assert guard.doubt(good | {TRAP: ""}) is None
    assert guard.doubt(good | {TRAP: "x"}) is Doubt.TRAPPED
    assert guard.doubt({}) is Doubt.TOO_OLD
    assert guard.doubt({STAMP: guard.new_stamp()}) is Doubt.TOO_SOON
    assert guard.doubt(stamped(timedelta(hours=25))) is Doubt.TOO_OLD
    assert guard.doubt({STAMP: signed.sign("track", str(uuid7()))}) is Doubt.TOO_OLD


def test_a_form_shown_again_keeps_a_good_stamp(app: Flask) -> None:
    good, old = stamped(timedelta(minutes=1)), stamped(timedelta(hours=25))
    assert guard.kept_stamp(good) == good[STAMP]
    assert guard.kept_stamp(old) != old[STAMP]


def test_the_same_words_in_the_same_form_are_one_request(app: Flask) -> None:
    form, other = stamped(timedelta(minutes=1)), stamped(timedelta(minutes=1))
    first = guard.request_id(form, "漏水", "repair")
    assert first == guard.request_id(form, "漏水", "repair")
    others = {
        guard.request_id(form, "漏水", ""),
        guard.request_id(form, "漏水repair"),
        guard.request_id(other, "漏水", "repair"),
        guard.request_id({}, "漏水", "repair"),
    }
    assert len(others | {first}) == 5
    for one in (first, *others):
        assert (one.version, one.variant) == (7, RFC_4122)
    read = signed.read(STAMP, form[STAMP])
    assert read is not None
    assert first.hex[:12] == UUID(read[0]).hex[:12]  # the instant stays


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002::/64"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("unix:" + "x" * 99, "unix:" + "x" * 59),
        ("", ""),
    ],
)
def test_limits_count_by_network(app: Flask, address: str, network: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert guard.network() == network


def test_who_is_over_the_limit_counts_no_more(app: Flask) -> None:
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            allowed = [guard.may("four") for _ in range(12)]
        assert sum(allowed) in (0, 10)
    counted = {row.key.split("/")[2]: row.count for row in db.session.scalars(select(Attempt))}
    assert counted == {"10.0.0.1": 10, "10.0.0.2": 10, guard.NODE: 20}


def test_what_was_signed_for_one_thing_opens_no_other(app: Flask) -> None:
    text = signed.sign("track", "7K3M92QF")
    read = signed.read("track", text)
    assert read is not None
    assert read[0] == "7K3M92QF"
    assert timedelta(0) <= read[1] < timedelta(seconds=5)
    for wrong in (text[:-1], text + "x", "", "~", "\udcff~x", text.replace("7K3M", "7K3N")):
        assert signed.read("track", wrong) is None
    assert signed.read("ask", text) is None


def test_signs_that_nobody_types_are_left_out() -> None:
    assert guard.usable("漏\0水\x0b\ud800\uffff\t了\r\n好\r") == "漏水\t了\n好\n"
