"""What a station's people practise with, and the accounts that wait for them."""

from __future__ import annotations

from shared.web.language import marked as _l
from shared.web.tier import Practice
from station.actions.practice import fill_practice
from station.actions.practice_center import answer

LOGINS = (
    ("clerk", _l("经办员")),
    ("clerk2", _l("另一位经办员")),
    ("head", _l("站长")),
    ("admin", _l("管理员")),
)

PRACTICE = Practice(fill_practice, answer, LOGINS)
