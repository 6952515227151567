"""Every reason is a sentence that a school can act upon."""

from __future__ import annotations

import pytest

from station.domain.outcome import Reason
from station.workbooks.reasons import SENTENCES, sentence


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_chinese_sentence_of_its_own(reason: Reason) -> None:
    text = sentence(reason)
    assert text.endswith("。") and reason not in text
    assert list(SENTENCES.values()).count(text) == 1
