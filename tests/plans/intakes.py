"""A small plan document on its way in, for the tests of the intake."""

from decimal import Decimal
from typing import Any

from directory.models import User
from plans.models import Intake, IntakeRow
from projects.services.evidence import Upload
from tests.factories import NOW, RegionFactory

TEXT = (
    "运城市“十五五”重大项目规划\n\n"
    "运政发〔2026〕3号\n\n"
    "第一章 交通\n"
    "专栏1 交通重点工程\n"
    "通用机场工程：稷山县通用机场、临猗县通用机场。张孝机场\n"
    "改扩建工程、运三铁路。\n"
    "第二章 水利\n"
    "建设小浪底引黄工程和夹马口泵站。\n"
)
UPLOAD = Upload("运城规划.txt", TEXT.encode())


def section(key: str, kind: str, title: str, begin: str, end: str, parent: str = "") -> Any:
    return {
        "key": key,
        "kind": kind,
        "number": "1" if kind == "box" else "",
        "title": title,
        "start": TEXT.index(begin),
        "end": TEXT.index(end) if end else len(TEXT),
        "parent": parent,
    }


SECTIONS = [
    section("c1", "chapter", "交通", "第一章", "第二章"),
    section("b1", "box", "交通重点工程", "专栏1", "第二章", "c1"),
    section("c2", "chapter", "水利", "第二章", ""),
]


def make_intake(office: User, **values: Any) -> Intake:
    """A document that has been read, its head confirmed by the office."""
    head: dict[str, Any] = {
        "region": RegionFactory(code="140800", name="运城市", short_name="运城"),
        "name": "运城规划.txt",
        "file": "plans/gone",
        "format": "txt",
        "content_type": "text/plain",
        "size": len(UPLOAD.content),
        "sha256": UPLOAD.sha256,
        "uploaded_by": office,
        "uploaded_at": NOW,
        "state": Intake.State.REVIEW,
        "title": "运城市“十五五”重大项目规划",
        "number": "运政发〔2026〕3号",
        "period_start": 2026,
        "period_end": 2030,
        "head_confirmed_by": office,
        "text": TEXT,
        "sections": SECTIONS,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Intake.objects.create(**(head | values))


def make_row(intake: Intake, quote: str, **values: Any) -> IntakeRow:
    """A row as the reader leaves it, for words that stand in the text."""
    start = intake.text.index(quote)
    fields: dict[str, Any] = {
        "section_key": "b1",
        "box": "1",
        "box_title": "交通重点工程",
        "name": quote.replace("\n", ""),
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "level": "project",
        "confidence": Decimal("0.95"),
        "why": "member of a list",
        "created_at": NOW,
        "updated_at": NOW,
    }
    return IntakeRow.objects.create(intake=intake, **(fields | values))
