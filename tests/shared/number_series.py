"""A series of numbers over two tables, and a process that draws from it: what the tests race."""

from __future__ import annotations

import sys

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.database import NAMING, set_up_sqlite, transaction


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Series(Base):
    __tablename__ = "series"
    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Drawn(Base):
    __tablename__ = "drawn"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[int]
    worker: Mapped[int]


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def make_app(url: str) -> Flask:
    """An app with the two tables' database and nothing else."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    with app.app_context():
        if url.startswith("sqlite"):
            set_up_sqlite(db.engine)
    return app


def draw(worker: int) -> None:
    """Draws one number; decides on what it read under the lock."""
    with transaction(db) as session:
        series = session.get_one(Series, 1, with_for_update=True)
        series.last += 1
        session.add(Drawn(number=series.last, worker=worker))


def main(url: str, worker: int, times: int) -> None:
    """Draws `times` numbers, each in a context of its own, as requests are."""
    app = make_app(url)
    for _ in range(times):
        with app.app_context():
            draw(worker)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
