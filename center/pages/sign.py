"""Public: the page behind a one-time link of a station that residents can't reach."""

from __future__ import annotations

from center.actions.front_signature import SIGNING
from shared.web.sign import sign_blueprint

blueprint = sign_blueprint(SIGNING)
