"""The commands of a station: `yigong station …`."""

from __future__ import annotations

from shared.node_command import node_group
from station.app import TIER, create_app
from station.import_command import import_workbook
from station.search_command import index_people
from station.word_command import install_word

cli = node_group(TIER, create_app)
cli.add_command(import_workbook)
cli.add_command(index_people)
cli.add_command(install_word)
