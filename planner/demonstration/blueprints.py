"""What the demonstration city is made of, as read from fixtures/demonstration."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demonstration"
PROVINCE, CITY = "990000", "990100"

ROADS = {"审批": "approval", "核准": "verification", "备案": "filing"}
LEVELS = {"国家": "national", "省": "provincial", "市": "municipal", "县": "county"}
STAGES = {
    "谋划": "conceived",
    "储备": "reserve",
    "建设": "construction",
    "达效": "performing",
    "缓建": "suspended",
    "调出": "cancelled",
}
COURSES = {
    "平稳": "steady",
    "临近": "soon",
    "逾期": "overdue",
    "严重逾期": "long_overdue",
    "调整": "shifted",
    "申请中": "asked",
    "退回": "refused",
    "缺报": "unreported",
    "落后": "behind",
    "未入库": "unregistered",
    "资金": "unpaid",
    "停工": "stopped",
    "缓建": "suspended",
    "调出": "cancelled",
    "未排期": "unscheduled",
}


@dataclass(frozen=True)
class Blueprint:
    """A fictitious project before its life is told: what it is, how far it has come (`stage`) and
    what befalls it (`course`). The investment is in 万元."""

    number: int
    name: str
    sector: str
    road: str
    level: str
    place: str
    zone: str
    investment: Decimal
    stage: str
    course: str
    content: str

    @property
    def scheduled(self) -> bool:
        return self.course != "unscheduled"


def dice(*key: object) -> Random:
    """Chance that falls alike at every load: a story of its own for each key."""
    return Random("示范市/" + "/".join(map(str, key)))  # noqa: S311 - tells stories, keeps no secrets


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the city's tables."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def words() -> Mapping[str, Any]:
    """The phrases in which the city's people report."""
    phrases: Mapping[str, Any] = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    return phrases


def blueprints() -> list[Blueprint]:
    """All projects of the city, numbered in the order of the file."""
    return [
        Blueprint(
            number=number,
            name=row["name"],
            sector=row["sector"],
            road=ROADS[row["road"]],
            level=LEVELS[row["level"]],
            place=row["place"],
            zone=row["zone"] or "",
            investment=Decimal(row["investment"]),
            stage=STAGES[row["stage"]],
            course=COURSES[row["course"]],
            content=row["content"],
        )
        for number, row in enumerate(table("projects"), start=1)
    ]
