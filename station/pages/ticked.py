"""Records that were ticked in a form: their ids, the count that was seen, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from shared.errors import InvalidError
from shared.web.saved_filter import local
from shared.web.say import say
from shared.web.sentences import sentence_of
from station.actions.bulk import Bulk, Result
from station.database import db
from station.models.ledger import lines_of
from station.sentences import SENTENCES


def ticked() -> Bulk:
    """What the form names; the count is the ticks', unless the page said one."""
    try:
        ids = [UUID(text) for text in request.form.getlist("ids")]
        count = int(request.form.get("count") or len(ids))
    except ValueError:
        raise InvalidError("form.invalid", fields="ids, count") from None
    if not ids:
        raise InvalidError("bulk.nothing", field="ids")
    return Bulk(ids, count)


def told(results: Sequence[Result], title: str, done: str) -> Response | str:
    """Back where one came from where all were done; else a page with what wasn't, still ticked."""
    back = local(request.form.get("back", ""))
    refused = [result for result in results if result.refusal is not None]
    if not refused:
        say(done)
        return redirect(back)
    lines = lines_of(db.session(), [result.record for result in results])
    rows = [
        (
            result.record,
            _name(lines.get(result.record)),
            sentence_of(SENTENCES, result.refusal.code, result.refusal.values)
            if result.refusal
            else "",
        )
        for result in results
    ]
    again = {
        name: value
        for name, value in request.form.items()
        if name not in ("ids", "count", "csrf_token")
    }
    page = {"title": title, "rows": rows, "action": request.path, "again": again, "back": back}
    return render_template("bulk_result.html", **page)


def _name(line: object) -> str:
    if line is None:
        return str(_("没有这条记录"))
    record = line.record  # type: ignore[attr-defined]
    return f"{line.name} {record.day} {record.start}–{record.end}"  # type: ignore[attr-defined]
