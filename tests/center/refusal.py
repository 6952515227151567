"""What a refusal must be: its kind and its very code."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shared.errors import RefusalError


@contextmanager
def refused(kind: type[RefusalError], code: str) -> Iterator[pytest.ExceptionInfo[RefusalError]]:
    with pytest.raises(kind) as raised:
        yield raised
    assert raised.value.code == code
