"""The app for a WSGI server that is started from outside, from YIGONG_HOME."""

from __future__ import annotations

from station.app import create_app
from station.config import load_settings

app = create_app(load_settings())
