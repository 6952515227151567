"""The app for a WSGI server that is started from outside, from YIGONG_HOME."""

from __future__ import annotations

from association.app import create_app
from association.config import load_settings

app = create_app(load_settings())
