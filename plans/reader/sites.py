"""A heading that is a site, a town or an institution: what stands below is done there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.reader.gazetteer import Gazetteer
from plans.reader.heads import is_district, is_kind_of_works, names_itself
from plans.reader.names import act, name_like, placed
from plans.reader.naming import naming

_SITE = re.compile(
    r"(?:景区|风景区|风景名胜区|度假区|古镇|古城|古村|老街|公园|医院|保健院|学校|中学|大学|学院|开发区|经开区|高新区|园区|产业园|工业园|新区|港区|机场|火车站|水库|灌区|煤矿|博物馆|遗址|故居|社区|小区|街道|[县市区镇乡村])$"
)
_PART = re.compile(r"(?:工程|项目|[一二三四]期|整治|贯通|入网|联网|接入)$")
_ZONE_FIRST = re.compile(r"[一-龥]{2,6}(?:经开区|高新区|开发区|示范区|工业园区?|[镇乡村]|街道)")
_OWN_DISTRICT = re.compile(r"[县市区]")


def holds_over(title: str, names: Sequence[str]) -> bool:
    """Tell whether a heading is a site and the names below it are works at it."""
    if not _SITE.search(title) or len(names) < 2 or not _is_proper(title):
        return False
    kin = any(name_like(name.partition(title[-2:])[0]) for name in names if title[-2:] in name)
    if kin or is_kind_of_works(title):
        return False
    if is_district(title):
        return not any(_is_own(name) or names_itself(name) for name in names)
    parts = sum(bool(_PART.search(name)) or act(name) for name in names)
    return parts * 2 >= len(names) and not any(_is_own(name) for name in names)


def completed(title: str, name: str) -> int:
    """Tell how many characters of a site's name stand before the name of a work at it."""
    if title in name or name.startswith(title[: max(2, len(title) - 1)]):
        return 0
    if _ZONE_FIRST.match(name):
        return 0
    ends = _OWN_DISTRICT.match(title[-1]) and name[0] == title[-1]
    return len(title) - (1 if ends else 0)


def _is_proper(title: str) -> bool:
    """Tell whether a title is one site's name, not a kind of sites."""
    site = _SITE.search(title)
    own = title[: site.start()] if site else title
    return (
        len(own) >= 2 and (placed(title) or name_like(own)) and not re.search("[、和与及]", title)
    )


def _is_own(name: str) -> bool:
    return placed(name) or (names_itself(name) and naming(name, Gazetteer.standard()) == 2)
