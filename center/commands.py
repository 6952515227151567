"""The commands of a center: `yigong center …`."""

from __future__ import annotations

from center.app import TIER, create_app
from shared.node_command import node_group

cli = node_group(TIER, create_app)
