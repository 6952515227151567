"""The lower node's side of one exchange: composed, sent, and what the answer means."""

from __future__ import annotations

import json
from typing import Any

from flask_sqlalchemy import SQLAlchemy

from shared.database import transaction
from shared.errors import RefusalError, UntrustedError
from shared.federation import gate, schedule, signature
from shared.federation.call import Call, compose
from shared.federation.http import Answer, Http, LineError
from shared.federation.judgement import Judgement, judge
from shared.federation.link import Link
from shared.federation.signature import Incoming


def call_upper(db: SQLAlchemy, link: Link, http: Http) -> bool:
    """One exchange with the node above; whether to call again at once.

    A wrong clock, a nonce used before and a position to rewind to are mended once and tried
    again; after that the call backs off like any other that failed.
    """
    judgement = _attempt(db, link, http, is_second=False)
    if judgement.mended:
        judgement = _attempt(db, link, http, is_second=True)
    return judgement.again


def _attempt(db: SQLAlchemy, link: Link, http: Http, *, is_second: bool) -> Judgement:
    with transaction(db) as session:
        call = compose(session, link)
    if call is None:
        return Judgement()
    try:
        answer = http.call("POST", call.url, headers=call.headers, body=call.body)
        said = _read(call, answer)
    except (LineError, ValueError) as error:
        return _fault(db, link, call, error)
    try:
        with transaction(db) as session:
            return judge(session, link, call, said, is_second=is_second)
    except RefusalError as refusal:
        return _fault(db, link, call, refusal)


def _read(call: Call, answer: Answer) -> dict[str, Any]:
    """What the upper node says, `status` added; ValueError where it isn't the upper node.

    Judged by key and nonce, never by the clock.
    """
    incoming = Incoming(answer.headers, answer.body, status=answer.status)
    try:
        signed = signature.verify(incoming, gate.key_in(call.answer_key))
    except UntrustedError as error:
        raise ValueError(f"HTTP {answer.status}, unsigned") from error
    if signed.parties != call.answerer or signed.nonce != call.nonce:
        raise ValueError(f"HTTP {answer.status}, signed for another request")
    said = json.loads(answer.body)
    if not isinstance(said, dict):
        raise ValueError(f"HTTP {answer.status}, no object")
    return {**said, "status": answer.status}


def _fault(db: SQLAlchemy, link: Link, call: Call, error: Exception) -> Judgement:
    """The line's fault or nonsense: back off and show it. A smaller batch may get through."""
    reason = error.reason if isinstance(error, LineError) else str(error)
    with transaction(db) as session:
        peer = schedule.upper_peer(session, link.tables, lock=True)
        if peer is not None:
            peer.batch_limit = max(1, peer.batch_limit // 2)
            schedule.after_failure(peer, call.seen, f"line: {reason}")
    return Judgement()
