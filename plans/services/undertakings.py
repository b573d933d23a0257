"""Which commitments name the same undertaking, decided by hand and with reasons.

Nothing is merged by guess: what no decision joins is a project of its own. What looks alike and
was kept apart stands in the same file, so that nobody has to ask again.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from directory.services.fixture_files import FIXTURES, FileRow

SAME_UNDERTAKING = FIXTURES / "register" / "same_undertaking.json"


@dataclass(frozen=True)
class Undertakings:
    """For each commitment that is joined to others the one that leads, and the name that the
    project gets."""

    leads: Mapping[str, str]
    names: Mapping[str, str]

    def leading(self, key: str) -> str:
        return self.leads.get(key, key)


def read_undertakings(path: Path, known: Collection[str]) -> Undertakings:
    """Read the decisions: `same` joins commitments (the first one leads) under a name,
    `apart` keeps them; each says why.

    Raises `file_row` for a commitment that is none, or one that is decided upon twice.
    """
    cells = json.loads(path.read_text("utf-8"))
    file = FileRow(path.name, 1, cells)
    leads: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in file.rows("same"):
        keys = _keys(row, known)
        names[keys[0]] = row.text("name", longest=200)
        if twice := [key for key in keys if key in leads]:
            raise row.bad("commitments", _twice(twice))
        leads |= dict.fromkeys(keys, keys[0])
    for row in file.rows("apart"):
        keys = _keys(row, known)
        leading = [leads.get(key, key) for key in keys]
        if len(set(leading)) < len(keys):
            raise row.bad("commitments", _twice(keys))
    return Undertakings(leads, names)


def _keys(row: FileRow, known: Collection[str]) -> list[str]:
    row.text("reason")
    keys = row.texts("commitments")
    for key in keys:
        if key not in known:
            raise row.unknown("commitments", _("commitment"), key)
    return keys


def _twice(keys: Collection[str]) -> str:
    return _("one decision a commitment is expected: %(keys)s") % {"keys": ", ".join(keys)}
