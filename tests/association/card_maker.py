"""A process that issues cards until nobody waits: what the test of card numbers races."""

from __future__ import annotations

import sys
from pathlib import Path

from association.actions.card import Issue, issue_cards
from association.app import create_app
from association.database import db
from association.models.card import queued
from association.models.volunteer import Volunteer
from shared.clock import business_now
from shared.database import transaction
from shared.home import settings_of
from tests.association.district import CARD_MAKER

AT_ONCE = 3


def main(home: Path) -> None:
    """Issues to the first of the queue, as many others do; each act in a context of its own."""
    app = create_app(settings_of(home, "association"))
    while True:
        with app.app_context():
            waiting = db.session().scalars(queued().with_only_columns(Volunteer.id)).all()
            if not waiting:
                return
            with transaction(db) as session:
                ids = waiting[:AT_ONCE]
                issue_cards(session, CARD_MAKER, business_now(), Issue(ids, len(ids)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
