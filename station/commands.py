"""The commands of a station: `yigong station …`."""

from __future__ import annotations

from shared.node_command import node_group
from station.app import TIER, create_app

cli = node_group(TIER, create_app)
