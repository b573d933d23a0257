"""Lists, plans with their outline, text and commitments, and reference data: read only."""

from typing import Any

from django.db.models.functions import Length, Substr
from django.http import HttpResponse
from rest_framework.request import Request

from api.endpoint import Endpoint
from api.errors import Fault, InvalidInput
from api.filters import refuse_unknown
from api.paging import is_number
from api.resource import DetailEndpoint, ListEndpoint
from api.schema import describe_detail, describe_list, describe_text
from api.v1 import resources
from plans.models import Plan
from projects.models import ProjectList

TEXT_AT_ONCE = 100_000


@describe_list(resources.LISTS, "Lists", "Lists 「名单」 of projects.")
class ListList(ListEndpoint):
    resource = resources.LISTS


@describe_detail(resources.LISTS, "A list")
class ListDetail(DetailEndpoint):
    resource = resources.LISTS


@describe_list(resources.LIST_ENTRIES, "Entries of a list", "Those that left it, too.")
class ListEntries(ListEndpoint):
    resource = resources.LIST_ENTRIES

    def within(self, rows: Any, **within: Any) -> Any:
        found = ProjectList.objects.visible_to(self.user).get(pk=within["pk"])
        return rows.filter(project_list=found)


@describe_list(resources.PLANS, "Plans", "Plan documents 「规划」.")
class PlanList(ListEndpoint):
    resource = resources.PLANS


@describe_detail(resources.PLANS, "A plan")
class PlanDetail(DetailEndpoint):
    resource = resources.PLANS


@describe_list(resources.PLAN_SECTIONS, "Outline of a plan", "Chapters, sections, boxes.")
class PlanOutline(ListEndpoint):
    resource = resources.PLAN_SECTIONS

    def within(self, rows: Any, **within: Any) -> Any:
        return rows.filter(plan=Plan.objects.only("pk").get(pk=within["pk"]))


@describe_text(TEXT_AT_ONCE)
class PlanText(Endpoint):
    """The plan's text by range, in code points, as all offsets are."""

    def get(self, request: Request, pk: int) -> HttpResponse:
        given = request._request.GET
        refuse_unknown(given, ("start", "end"))
        length = Plan.objects.annotate(n=Length("text")).values_list("n", flat=True).get(pk=pk)
        start = _offset("start", given.get("start", "0"), length)
        end = _offset("end", given.get("end", str(min(start + TEXT_AT_ONCE, length))), length)
        if not start <= end <= start + TEXT_AT_ONCE:
            choices = f"{start} … {min(start + TEXT_AT_ONCE, length)}"
            raise InvalidInput([Fault.of("choice_unknown", "end", value=end, choices=choices)])
        part = Substr("text", start + 1, end - start)
        text = Plan.objects.annotate(part=part).values_list("part", flat=True).get(pk=pk)
        return self.say({"start": start, "end": end, "length": length, "text": text})


def _offset(name: str, value: str, length: int) -> int:
    if is_number(value) and int(value) <= length:
        return int(value)
    raise InvalidInput(
        [Fault.of("choice_unknown", name, value=value[:40], choices=f"0 … {length}")]
    )


@describe_list(resources.COMMITMENTS, "Commitments", "What plans promise, with the exact quotes.")
class CommitmentList(ListEndpoint):
    resource = resources.COMMITMENTS


@describe_detail(resources.COMMITMENTS, "A commitment")
class CommitmentDetail(DetailEndpoint):
    resource = resources.COMMITMENTS


@describe_list(
    resources.VERDICTS,
    "Verdicts",
    "What became of commitments when their plans' periods were over 「总结评估」: what a person"
    " has confirmed.",
)
class VerdictList(ListEndpoint):
    resource = resources.VERDICTS


@describe_detail(resources.VERDICTS, "A verdict")
class VerdictDetail(DetailEndpoint):
    resource = resources.VERDICTS


@describe_list(resources.REGIONS, "Regions", "Administrative regions by their GB/T 2260 codes.")
class RegionList(ListEndpoint):
    resource = resources.REGIONS


@describe_detail(resources.REGIONS, "A region")
class RegionDetail(DetailEndpoint):
    resource = resources.REGIONS


@describe_list(resources.ZONES, "Zones", "Development zones 「开发区」.")
class ZoneList(ListEndpoint):
    resource = resources.ZONES


@describe_detail(resources.ZONES, "A zone")
class ZoneDetail(DetailEndpoint):
    resource = resources.ZONES


@describe_list(resources.DEPARTMENTS, "Departments", "Government units 「部门」.")
class DepartmentList(ListEndpoint):
    resource = resources.DEPARTMENTS


@describe_detail(resources.DEPARTMENTS, "A department")
class DepartmentDetail(DetailEndpoint):
    resource = resources.DEPARTMENTS


@describe_list(resources.SECTORS, "Sectors", "Our own two-level list of sectors.")
class SectorList(ListEndpoint):
    resource = resources.SECTORS


@describe_detail(resources.SECTORS, "A sector")
class SectorDetail(DetailEndpoint):
    resource = resources.SECTORS
