"""Nodes are joined: a one-time string is pasted below; above it is made, compared and approved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from sqlalchemy import select
from werkzeug.wrappers import Response

from shared.audit import Change, write_line
from shared.clock import business_now, machine_now
from shared.database import transaction
from shared.errors import NotFoundError
from shared.federation.application import enrol
from shared.federation.enrolment import LOWER, PENDING, REVOKED, enrolments
from shared.federation.node_key import fingerprint, public_keys
from shared.federation.schema import ApproveSchema, InviteSchema, StringSchema
from shared.federation.tables import PeerMixin
from shared.vault import vault_of
from shared.web.form import Form, open_form, sent_form
from shared.web.login import current_actor, needs
from shared.web.say import say
from shared.web.secret import once
from shared.web.tier import Gate, this_tier


class InvitationSchema(InviteSchema):
    """Which node is invited: its code, or its whole name."""

    node = fields.String(required=True, validate=validate.Length(min=1, max=60))


class RevokeSchema(Schema):
    """Why a node is shut out."""

    reason = fields.String(required=True, validate=validate.Length(min=1, max=500))


def enrolment_pages() -> Blueprint:
    """/link/enrolment, where this node joins the one above."""
    blueprint = Blueprint("enrolment_page", __name__, url_prefix="/link/enrolment")

    @blueprint.get("")
    @needs("link.enrol")
    def new_link() -> str:
        """Where the one-time string from above is pasted."""
        return render_template("enrolment/new.html", form=open_form(StringSchema()))

    @blueprint.post("")
    @needs("link.enrol")
    def post_link() -> Response | tuple[str, int]:
        """Applies above with the string; the page then shows both fingerprints to compare."""
        form = sent_form(StringSchema())
        if form.submit(_enrol) is None:
            return render_template("enrolment/new.html", form=form), 422
        say(_("已向上级申请接入。请打电话与上级核对指纹。"))
        return redirect(url_for("link_page.show_link"))

    return blueprint


def _enrol(typed: dict[str, Any]) -> dict[str, Any]:
    tier, actor = this_tier(), current_actor()
    shown = enrol(tier.db, tier.link, "".join(typed["string"].split()))
    with transaction(tier.db) as session:
        change = Change("link.enrolled", f"node:{shown['upper']}", None, shown)
        write_line(session, tier.accounts.audit, actor, business_now(), change)
    return shown


def gate_pages(gate: Gate) -> Blueprint:
    """/enrolments of a node that others enrol at."""
    blueprint = Blueprint("gate_page", __name__, url_prefix="/enrolments")
    _add_invitations(blueprint, gate)
    _add_approval(blueprint, gate)
    _add_revocation(blueprint, gate)
    return blueprint


def _add_invitations(blueprint: Blueprint, gate: Gate) -> None:
    @blueprint.get("")
    @needs("enrolment.manage")
    def list_enrolments() -> str:
        """Who was invited and hasn't come, who waits for the comparison, who is in."""
        tier = this_tier()
        session, tables = tier.db.session(), tier.link.tables
        table = tables.enrolment
        unused = select(table).where(table.used_at.is_(None), table.expires_at > machine_now())
        return render_template(
            "enrolment/list.html",
            nodes=enrolments(session, tables),
            invited=session.scalars(unused.order_by(table.node)).all(),
            own=_own_fingerprint(),
        )

    @blueprint.get("/new")
    @needs("enrolment.manage")
    def new_enrolment() -> str:
        """Asks whom to invite; the address is the one under which this page was opened."""
        initial = {"url": request.url_root.rstrip("/"), "node": request.args.get("node", "")}
        return _invite_page(gate, open_form(InvitationSchema(), initial))

    @blueprint.post("/new")
    @needs("enrolment.manage")
    def post_enrolment() -> Response | tuple[str, int]:
        """Makes the string and shows it, this once."""
        form = sent_form(InvitationSchema())
        made = form.submit(lambda typed: _invite(gate, typed))
        if made is None:
            return _invite_page(gate, form), 422
        return once(render_template("enrolment/string.html", own=_own_fingerprint(), **made))


def _invite_page(gate: Gate, form: Form) -> str:
    return render_template("enrolment/invite.html", form=form, below=gate.below)


def _invite(gate: Gate, typed: dict[str, Any]) -> dict[str, str]:
    tier, node = this_tier(), typed["node"]
    name = node if ":" in node else f"{gate.below}:{node}"
    with transaction(tier.db) as session:
        invited = (name, typed["title"], typed["url"])
        string = gate.invite(session, current_actor(), business_now(), invited)
    return {"string": string, "invited": name, "title": typed["title"]}


def _add_approval(blueprint: Blueprint, gate: Gate) -> None:
    @blueprint.get("/<node>/approval")
    @needs("enrolment.manage")
    def new_approval(node: str) -> str:
        """Asks for the fingerprint as the other side reads it out; it doesn't stand here."""
        return _approval_page(_peer(node), open_form(ApproveSchema()))

    @blueprint.post("/<node>/approval")
    @needs("enrolment.manage")
    def post_approval(node: str) -> Response | tuple[str, int]:
        """Lets the node in whose own screen shows the very key that came."""
        tier, actor, form = this_tier(), current_actor(), sent_form(ApproveSchema())

        def act(typed: dict[str, Any]) -> object:
            with transaction(tier.db) as session:
                gate.approve(session, actor, business_now(), node, typed["fingerprint"])
            return True

        if form.submit(act) is None:
            return _approval_page(_peer(node), form), 422
        say(_("已批准 %(node)s 接入。", node=node))
        return redirect(url_for("gate_page.list_enrolments"))


def _add_revocation(blueprint: Blueprint, gate: Gate) -> None:
    @blueprint.get("/<node>/revocation")
    @needs("enrolment.manage")
    def new_revocation(node: str) -> str:
        """Says what shutting out means, and asks why."""
        return _revocation_page(_peer(node), open_form(RevokeSchema()))

    @blueprint.post("/<node>/revocation")
    @needs("enrolment.manage")
    def post_revocation(node: str) -> Response | tuple[str, int]:
        """Refused from its next call on; what it reported stays."""
        tier, actor, form = this_tier(), current_actor(), sent_form(RevokeSchema())

        def act(typed: dict[str, Any]) -> object:
            now = business_now()
            with transaction(tier.db) as session:
                gate.revoke(session, actor, now, node)
                reason = Change("enrolment.revoked", f"node:{node}", None, typed)
                write_line(session, tier.accounts.audit, actor, now, reason)
            return True

        if form.submit(act) is None:
            return _revocation_page(_peer(node), form), 422
        say(_("%(node)s 已停止接入，它报来的都还在。", node=node))
        return redirect(url_for("gate_page.list_enrolments"))


def _peer(node: str) -> PeerMixin:
    tier = this_tier()
    table = tier.link.tables.peer
    found = tier.db.session().scalar(select(table).where(table.node == node, table.side == LOWER))
    if found is None:
        raise NotFoundError("node.unknown", node=node)
    return found


def _approval_page(peer: PeerMixin, form: Form) -> str:
    waits = peer.state == PENDING
    return render_template(
        "enrolment/approve.html", peer=peer, form=form, own=_own_fingerprint(), waits=waits
    )


def _revocation_page(peer: PeerMixin, form: Form) -> str:
    over = peer.state == REVOKED
    return render_template("enrolment/revoke.html", peer=peer, form=form, over=over)


def _own_fingerprint() -> str:
    return fingerprint(public_keys(vault_of(this_tier().db.session()))[0])
