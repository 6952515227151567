"""Where the settings of a station come from."""

from __future__ import annotations

import os
from pathlib import Path

from shared.home import Settings, settings_of


def load_settings() -> Settings:
    """The settings of the home that YIGONG_HOME names."""
    return settings_of(Path(os.environ["YIGONG_HOME"]), "station")
