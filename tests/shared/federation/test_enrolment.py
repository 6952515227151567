"""Enrolment: the one-time string, whose key it binds, pending, approved, revoked."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from shared.clock import business_now, machine_now
from shared.errors import ConflictError, InvalidError, NotFoundError, RefusalError, UntrustedError
from shared.federation import enrolment, node_key
from shared.federation.application import enrol
from shared.federation.enrolment import (
    approve_peer,
    check_fingerprint,
    make_string,
    peer_fingerprint,
    read_string,
    revoke_peer,
)
from shared.federation.node_key import fingerprint, public_keys, put_key
from shared.federation.status import status
from tests.shared.federation.node import TestNode


def invite(center: TestNode, node: str, url: str = "") -> str:
    with center.act() as session:
        return make_string(session, center.tables, node, "二中", url or center.url)


def apply(node: TestNode, string: str) -> dict[str, object]:
    with node.app.app_context():
        return enrol(node.db, node.link, string)


def test_the_string_says_where_to_whom_and_by_which_key(center: TestNode) -> None:
    said = read_string(invite(center, "station:01-02") + "\n")
    assert (said.url, said.upper, said.node) == (center.url, center.name, "station:01-02")
    assert said.key_id == node_key.thumbprint(public_keys(center.vault)[0])
    with center.act() as session:
        [kept] = session.scalars(select(center.tables.enrolment))
        assert said.token not in kept.token_sha256
        assert kept.expires_at - kept.made_at == timedelta(hours=72)


@pytest.mark.parametrize(
    "string", ["", "yg1.", "yg1.W10", "nonsense", "yg1.é", "yg1.WzEsMiwzLDQsNV0"]
)
def test_a_cut_string_is_refused(string: str) -> None:
    with pytest.raises(InvalidError, match="malformed"):
        read_string(string)


def test_only_the_tier_below_is_invited(center: TestNode) -> None:
    with pytest.raises(InvalidError, match="wrong_tier"):
        invite(center, "center:02")


def test_both_screens_show_the_same_fingerprints_and_nothing_flows_until_approval(
    center: TestNode, stranger: TestNode
) -> None:
    shown = apply(stranger, invite(center, stranger.name))
    assert shown["state"] == "pending"
    assert shown["upper_fingerprint"] == fingerprint(public_keys(center.vault)[0])
    peer = center.peer(stranger.name)
    assert shown["fingerprint"] == peer_fingerprint(peer)
    stranger.say(center.name)
    stranger.call()
    assert center.inbox() == []
    waits = stranger.peer(center.name).next_at
    assert waits is not None
    assert 9 < (waits - machine_now()).total_seconds() < 11
    with center.act() as session:
        assert node_key.key_of(session, center.tables, stranger.name) is None
        approve_peer(session, center.tables, stranger.name, business_now())
    stranger.settle()
    assert len(center.seen) == 1
    with center.act() as session:
        assert node_key.key_of(session, center.tables, stranger.name) is not None
        assert status(session, center.tables)["quiet"] is True


def test_the_same_token_and_key_are_answered_again(center: TestNode, stranger: TestNode) -> None:
    string = invite(center, stranger.name)
    assert apply(stranger, string) == apply(stranger, string)


def test_another_key_with_a_used_token_is_refused(center: TestNode, stranger: TestNode) -> None:
    string = invite(center, stranger.name)
    apply(stranger, string)
    with center.act() as session:
        other = {"sign_key": public_keys(center.vault)[0]}
        session.execute(update(center.tables.enrolment).values(other))
    with pytest.raises(ConflictError) as caught:
        apply(stranger, string)
    assert caught.value.values == {"reason": "enrolment.used"}


def test_an_expired_token_is_refused(center: TestNode, stranger: TestNode) -> None:
    string = invite(center, stranger.name)
    with center.act() as session:
        session.execute(update(center.tables.enrolment).values(expires_at=machine_now()))
    with pytest.raises(ConflictError, match=r"enrolment\.expired"):
        apply(stranger, string)


def test_a_second_string_ends_the_first(center: TestNode, stranger: TestNode) -> None:
    first = invite(center, stranger.name)
    second = invite(center, stranger.name)
    with pytest.raises(ConflictError, match=r"enrolment\.expired"):
        apply(stranger, first)
    assert apply(stranger, second)["state"] == "pending"


def test_a_token_for_another_node_is_unknown(center: TestNode, stranger: TestNode) -> None:
    with center.act() as session:
        applicant = enrolment.Applicant(stranger.name, *public_keys(stranger.vault), uuid4())
        for token in (read_string(invite_in(session, center)).token, "x"):
            with pytest.raises(UntrustedError, match="unknown"):
                enrolment.accept(session, center.tables, token, applicant)


def invite_in(session: object, center: TestNode) -> str:
    return make_string(session, center.tables, "station:01-03", "三中", center.url)


def test_a_string_of_another_upper_node_or_for_another_is_refused(
    center: TestNode, stranger: TestNode
) -> None:
    with pytest.raises(ConflictError, match="other_name"):
        apply(stranger, invite(center, "station:01-03"))
    with stranger.act() as session:
        session.get_one(stranger.tables.node, 1).upper = "center:02"
    with pytest.raises(ConflictError, match="other_upper"):
        apply(stranger, invite(center, stranger.name))
    with stranger.act() as session:
        session.get_one(stranger.tables.node, 1).upper = None
    with pytest.raises(NotFoundError, match="no_upper"):
        apply(stranger, invite(center, stranger.name))


def test_an_upper_node_with_another_key_than_the_string_names_is_refused(
    center: TestNode, stranger: TestNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolment, "thumbprint", lambda _key: "0" * 32)
    with pytest.raises(UntrustedError, match="wrong_fingerprint"):
        apply(stranger, invite(center, stranger.name))


def test_a_line_that_is_down_is_said(center: TestNode, stranger: TestNode) -> None:
    with pytest.raises(ConflictError, match=r"line\.fault"):
        apply(stranger, invite(center, stranger.name, "http://127.0.0.1:1"))


def test_junk_for_an_enrolment_is_refused(center: TestNode, stranger: TestNode) -> None:
    url = center.url + "/federation/v1/enrolment"
    for body in (b"", b"[]", b'{"sign_key":"x"}', b'{"sign_key":1}'):
        assert stranger.http.call("POST", url, body=body).status == 401


def test_revocation_works_at_the_next_call(station: TestNode, center: TestNode) -> None:
    with center.act() as session:
        revoke_peer(session, center.tables, station.name)
    station.say(center.name)
    station.call()
    assert center.inbox() == []
    peer = station.peer(center.name)
    assert (peer.state, peer.last_error) == ("revoked", "revoked")
    assert peer.next_at is not None
    assert (peer.next_at - machine_now()).total_seconds() > 3500


def test_a_revoked_node_comes_back_by_a_new_string(station: TestNode, center: TestNode) -> None:
    with center.act() as session:
        revoke_peer(session, center.tables, station.name)
    station.say(center.name)
    station.call()
    apply(station, invite(center, station.name))
    with center.act() as session:
        approve_peer(session, center.tables, station.name, business_now())
    station.settle()
    assert len(center.seen) == 1


def test_only_the_pending_are_approved(station: TestNode, center: TestNode) -> None:
    with center.act() as session:
        with pytest.raises(ConflictError, match="not_pending"):
            approve_peer(session, center.tables, station.name, business_now())
        with pytest.raises(NotFoundError, match="unknown"):
            approve_peer(session, center.tables, "station:01-77", business_now())


def test_a_key_is_one_nodes_alone(center: TestNode, stranger: TestNode) -> None:
    keys = public_keys(stranger.vault)
    with center.act() as session:
        put_key(session, center.tables, stranger.name, "旧名", *keys)
        put_key(session, center.tables, stranger.name, "新名", *keys)
        found = node_key.key_of(session, center.tables, stranger.name)
        assert found is not None
        assert found.title == "新名"
        with pytest.raises(ConflictError, match="another_node"):
            put_key(session, center.tables, "station:01-09", "x", *keys)
        for bad in ("", "é", "AAAA", keys[0] + "="):
            with pytest.raises(RefusalError):
                put_key(session, center.tables, stranger.name, "x", bad, keys[1])
        with pytest.raises(InvalidError, match="bad_name"):
            put_key(session, center.tables, "nobody", "x", *keys)


def test_a_fingerprint_may_be_typed_with_other_spaces_and_letters_but_not_another_one(
    center: TestNode, station: TestNode
) -> None:
    peer = center.peer(station.name)
    shown = peer_fingerprint(peer)
    for told in (None, shown, shown.replace(" ", ""), f" {shown.upper()} "):
        check_fingerprint(peer, told)
    for told in ("", shown[:-1], shown + "0"):
        with pytest.raises(ConflictError, match="other_fingerprint") as refused:
            check_fingerprint(peer, told)
        assert refused.value.values == {"node": station.name, "field": "fingerprint"}


def test_whoever_came_with_a_string_is_listed_by_name_and_the_upper_node_never(
    center: TestNode, station: TestNode, stranger: TestNode
) -> None:
    apply(stranger, invite(center, stranger.name))
    with center.act() as session:
        listed = enrolment.enrolments(session, center.tables)
    assert [(row["node"], row["state"]) for row in listed] == [
        (station.name, "active"),
        (stranger.name, "pending"),
    ]
    assert listed[1]["approved_at"] is None
    with station.act() as session:
        assert enrolment.enrolments(session, station.tables) == []
