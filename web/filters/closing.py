"""What the closing of a plan can be asked: its lines, narrowed in memory."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from directory import wording
from directory.models import Region, region_prefix
from plans.models import Commitment, PlanSection, Verdict
from plans.queries.closing import Closing, Line
from web.filters import Asked, Asking, Choices, Filter, asked, code_of_region, one_of, whole

RUNNING_TEXT = "text"
OPEN: Choices = (
    ("open", _("To be verified, all")),
    ("proposed", _("To be verified, with a proposal")),
    ("unclear", _("To be verified, nothing proposed")),
)
PROJECT: Choices = (("with", _("With a project")), ("without", _("Without a project (gap)")))
COUNT: Choices = (
    ("split", pgettext_lazy("count", "After splitting: members, not their programmes")),
    ("whole", pgettext_lazy("count", "Before splitting: programmes, not their members")),
)
OWN_TO_THE_TABLE = ("chapter", "box", "verdict")
"""What the closing table itself divides by; it shows what all the other filters leave."""


class Lines(list[Line]):
    """Lines that filters narrow as they narrow rows of the database."""

    def none(self) -> "Lines":
        return Lines()

    def those(self, wanted: Callable[[Line], bool]) -> "Lines":
        return Lines(line for line in self if wanted(line))


def _verdict(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    value = one_of(values, [*Verdict.Kind.values, *(name for name, _words in OPEN)])[0]
    tests: dict[str, Callable[[Line], bool]] = {
        "open": lambda line: not line.kind,
        "proposed": lambda line: line.waits,
        "unclear": lambda line: line.unclear,
    }
    return lines.those(tests.get(value, lambda line: line.kind == value))


def _search(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    words = values[0].casefold().split()
    return lines.those(lambda line: all(word in line.name.casefold() for word in words))


def _box(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    wanted = 0 if values[0] == RUNNING_TEXT else whole(values[0], least=1)
    return lines.those(lambda line: line.box == wanted)


def _chapter(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    wanted = whole(values[0])
    return lines.those(lambda line: line.chapter == wanted)


def _project(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    there = one_of(values, ["with", "without"])[0] == "with"
    return lines.those(lambda line: line.has_project == there)


def _region(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    prefix = region_prefix(code_of_region(values[0]))
    return lines.those(lambda line: any(code.startswith(prefix) for code in line.regions))


def _level(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    wanted = one_of(values, Commitment.Level.values)
    return lines.those(lambda line: line.level in wanted)


def _count(lines: Lines, values: list[str], _asking: Asking) -> Lines:
    if one_of(values, ["split", "whole"])[0] == "split":
        return lines.those(lambda line: not line.has_members)
    return lines.those(lambda line: line.parent is None)


def _narrow(narrow: Callable[[Lines, list[str], Asking], Lines]) -> Any:
    """Filters are declared for rows of the database; lines stand in for them."""
    return narrow


FILTERS = (
    Filter("q", _("Search"), _narrow(_search)),
    Filter("chapter", _("Chapter"), _narrow(_chapter)),
    Filter("box", _("Box"), _narrow(_box)),
    Filter("verdict", _("Verdict"), _narrow(_verdict)),
    Filter("project", _("Project"), _narrow(_project)),
    Filter("region", _("Region named"), _narrow(_region)),
    Filter("level", _("Kind"), _narrow(_level)),
    Filter("count", _("Way of counting"), _narrow(_count)),
)


class Question:
    """What the address of a closing page asks: for the table, and for the rows beneath it."""

    def __init__(self, closing: Closing, query: QueryDict, asking: Asking) -> None:
        self.asked: Asked = asked(query, FILTERS)
        lines = Lines(closing.lines)
        outer = {
            name: value for name, value in self.asked.values.items() if name not in OWN_TO_THE_TABLE
        }
        table = Asked(outer, query, self.asked.filters)
        self.table: Lines = table.narrowed(lines, asking)
        self.rows: Lines = self.asked.narrowed(lines, asking)

    def words(self, choices: Mapping[str, Choices]) -> str:
        """What is asked, in one line for the head of a file."""
        chips = self.asked.chips(choices)
        return str(wording.clauses(wording.labelled(chip.label, chip.value) for chip in chips))


def offered(closing: Closing) -> dict[str, Choices]:
    """The choices of every select of the filter bar."""
    held = {line.chapter for line in closing.lines}
    boxes = {line.box for line in closing.lines}
    codes = {code for line in closing.lines for code in line.regions}
    regions = Region.objects.filter(code__in=codes).order_by("code")
    ordered = sorted(closing.sections.values(), key=lambda one: (one.order, one.pk))
    return {
        "chapter": [(str(one.pk), titled(one)) for one in ordered if one.pk in held],
        "box": [
            *((str(one.pk), titled(one)) for one in ordered if one.pk in boxes),
            *([(RUNNING_TEXT, _("Running text"))] if 0 in boxes else []),
        ],
        "verdict": [*Verdict.Kind.choices, *OPEN],
        "project": PROJECT,
        "region": list(regions.values_list("code", "name")),
        "level": Commitment.Level.choices,
        "count": COUNT,
    }


def titled(section: PlanSection) -> str:
    """「专栏 6 重大项目」, 「第一章 交通」."""
    if section.kind == PlanSection.Kind.BOX and section.number:
        return f"{gettext('Box %(box)s') % {'box': section.number}} {section.title}"
    return f"{section.number} {section.title}".strip()
