"""The commands of a station: `yigong station …`."""

from __future__ import annotations

from shared.index_command import index_command
from shared.node_command import node_group
from station.app import TIER, create_app
from station.database import db
from station.import_command import import_workbook
from station.models.search import index_members
from station.word_command import install_word

cli = node_group(TIER, create_app)
cli.add_command(import_workbook)
cli.add_command(index_command(db, index_members, "姓名读音、证号、证件后四位"))
cli.add_command(install_word)
