"""A session that ended under a form: what was typed is kept, and offered after the sign-in."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for

from shared.database import transaction
from shared.draft import keep_lost
from shared.errors import InvalidError
from shared.web.desk import typed_pairs
from shared.web.tier import this_tier


def to_the_door() -> str:
    """The sign-in page's address, which leads back here; a form's fields wait there too.

    The form's CSRF token was checked before: only who was served a page here can leave something.
    """
    if request.method in {"GET", "HEAD"}:
        return url_for("door.show_login", next=request.full_path.rstrip("?"))
    back = urlsplit(request.referrer or "").path or "/"
    form = request.form.get("_form", "")[:250]
    if not form.startswith("/"):
        return url_for("door.show_login", next=back)
    tier = this_tier()
    try:
        with transaction(tier.db) as session:
            key = keep_lost(session, tier.accounts.draft, form, typed_pairs())
    except InvalidError:
        return url_for("door.show_login", next=back)
    return url_for("door.show_login", next=form, kept=key)
