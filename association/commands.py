"""The commands of the association: `yigong association …`."""

from __future__ import annotations

from association.app import TIER, create_app
from shared.node_command import node_group

cli = node_group(TIER, create_app)
