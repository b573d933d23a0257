from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from directory.errors import RuleViolation


@contextmanager
def refused(
    code: str, *, field: str | None = None
) -> Iterator[pytest.ExceptionInfo[RuleViolation]]:
    """The block is refused with this code (and at this field, where one is named)."""
    with pytest.raises(RuleViolation) as refusal:
        yield refusal
    assert refusal.value.code == code
    if field is not None:
        assert refusal.value.field == field
