"""Volunteers' photos at the association: for their cards, and for those who make them."""

from __future__ import annotations

from uuid import uuid4

from association.database import db
from association.models.federation import TABLES
from association.models.photo import portrait_of
from association.models.volunteer import Volunteer
from shared.federation import blob
from shared.picture import read_portrait
from tests.association.district import District
from tests.picture import jpeg

PORTRAIT = read_portrait(jpeg(1))


def test_a_card_has_the_photo_once_it_is_here(district: District) -> None:
    id, bare = district.approve(photo=PORTRAIT.sha256), district.approve()
    session = db.session()
    assert portrait_of(session, session.get_one(Volunteer, id)) is None
    assert portrait_of(session, session.get_one(Volunteer, bare)) is None
    with district.writing() as session:
        blob.keep(session, TABLES, PORTRAIT.content)
    session = db.session()
    assert portrait_of(session, session.get_one(Volunteer, id)) == PORTRAIT.content
    session.rollback()
    with db.engine.connect() as connection:
        stored = bytes(connection.exec_driver_sql("SELECT content FROM blob").scalar_one())
    assert PORTRAIT.content[:100] not in stored


def test_card_makers_and_officers_see_it_and_administrators_do_not(district: District) -> None:
    id, bare = district.approve(photo=PORTRAIT.sha256), district.approve()
    path = f"/api/volunteers/{id}/photo"
    maker = district.client("card_maker")
    assert maker.get(path)[1]["code"] == "picture.not_here"
    with district.writing() as session:
        blob.keep(session, TABLES, PORTRAIT.content)
    with district.app.app_context():
        answer = district.app.test_client().get(path, headers=maker.headers)
    assert (answer.status_code, answer.data) == (200, PORTRAIT.content)
    assert answer.mimetype == "image/jpeg"
    assert answer.cache_control.private
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert district.client("administrator").get(path)[0] == 403
    assert maker.get(f"/api/volunteers/{bare}/photo")[1]["code"] == "photo.unknown"
    assert maker.get(f"/api/volunteers/{uuid4()}/photo")[0] == 404
