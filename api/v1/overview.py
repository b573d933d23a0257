"""/summary/, /changes/, /me/, /problems/ and the root: the register at a glance, and oneself."""

import re

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, override
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from api.endpoint import Endpoint
from api.errors import Fault, InvalidInput
from api.filters import refuse_unknown
from api.paging import is_number
from api.schema import (
    describe_changes,
    describe_me,
    describe_problems,
    describe_root,
    describe_summary,
)
from directory import clock
from directory.errors import MESSAGES
from directory.models import OutboxEntry
from directory.queries import feed
from projects.queries.feed import entries_visible_to
from projects.queries.overview import overview
from projects.querysets import home_region

CHANGES_AT_ONCE = 500
MOST_CHANGES = 2000
DETAIL_OF = {
    "projects": "project-detail",
    "milestones": "milestone-detail",
    "reports": "report-detail",
    "change_requests": "change-request-detail",
    "lists": "list-detail",
    "plans": "plan-detail",
    "commitments": "commitment-detail",
    "verdicts": "verdict-detail",
    "indicators": "indicator-detail",
}
LISTS = {
    "projects": "project-list",
    "milestones": "milestone-list",
    "overdue": "overdue",
    "summary": "summary",
    "reports": "report-list",
    "change_requests": "change-request-list",
    "lists": "list-list",
    "plans": "plan-list",
    "commitments": "commitment-list",
    "verdicts": "verdict-list",
    "indicators": "indicator-list",
    "regions": "region-list",
    "zones": "zone-list",
    "departments": "department-list",
    "sectors": "sector-list",
    "changes": "changes",
    "me": "me",
    "problems": "problems",
    "description": "openapi",
    "documentation": "docs",
}


@describe_root(sorted(LISTS))
class Root(Endpoint):
    """The addresses of this version."""

    def get(self, request: Request) -> HttpResponse:
        return self.say({name: reverse(f"api:{to}") for name, to in LISTS.items()})


@describe_summary
class Summary(Endpoint):
    """What stands on the first page: counts by status and light, what is overdue by whom."""

    def get(self, request: Request) -> HttpResponse:
        given = request._request.GET
        refuse_unknown(given, ("region",))
        region = given.get("region")
        if region is not None and not re.fullmatch(r"[0-9]{6}", region):
            raise InvalidInput([Fault.of("code_form", "region", value=region)])
        today = clock.today()
        found = overview(self.user, today=today, region=region)
        return self.say(
            {
                "today": today,
                "region": region,
                "projects": found.total,
                "status_by_light": found.status_by_light,
                "programmes": found.programmes,
                "tasks": found.tasks,
                "late": found.late,
                "without_schedule": found.without_schedule,
                "awaiting_closing": found.awaiting_closing,
                "unconfirmed": found.unconfirmed,
                "overdue_milestones": found.overdue_milestones,
                "overdue": [vars(cell) for cell in found.overdue],
                "due_within_30_days": found.due_soon,
            }
        )


@describe_changes(CHANGES_AT_ONCE, MOST_CHANGES)
class Changes(Endpoint):
    """The change feed: never skips a change, and no object goes backwards."""

    def get(self, request: Request) -> HttpResponse:
        given = request._request.GET
        refuse_unknown(given, ("cursor", "limit"))
        asked = given.get("cursor")
        if asked == "now":
            return self.say({"results": [], "cursor": str(feed.head()), "more": False})
        page = feed.changes_after(
            _cursor(asked), visible=entries_visible_to(self.user), limit=_limit(given.get("limit"))
        )
        return self.say(
            {
                "results": [_entry(entry) for entry in page.entries],
                "cursor": str(page.cursor),
                "more": page.more,
            }
        )


def _cursor(asked: str | None) -> feed.Cursor | None:
    if asked is None:
        return None
    try:
        return feed.Cursor.parse(asked)
    except feed.NotACursor:
        raise InvalidInput([Fault.of("cursor_form", "cursor", value=asked[:60])]) from None


def _limit(asked: str | None) -> int:
    if asked is None:
        return CHANGES_AT_ONCE
    if is_number(asked) and 1 <= int(asked) <= MOST_CHANGES:
        return int(asked)
    choices = f"1 … {MOST_CHANGES}"
    raise InvalidInput([Fault.of("choice_unknown", "limit", value=asked[:20], choices=choices)])


def _entry(entry: OutboxEntry) -> dict[str, object]:
    detail = DETAIL_OF.get(entry.resource)
    return {
        "number": entry.number,
        "resource": entry.resource,
        "id": entry.object_id,
        "version": entry.object_version,
        "change": entry.change,
        "action": entry.action,
        "project_id": entry.project_id,
        "at": entry.written_at,
        "url": reverse(f"api:{detail}", args=[entry.object_id]) if detail else None,
    }


@describe_me
class Me(Endpoint):
    """Who the caller is, and what bounds what they see."""

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request._request.GET, ())
        user = self.user
        department = user.department
        return self.say(
            {
                "id": user.pk,
                "username": user.username,
                "name": str(user),
                "role": user.role,
                "region": home_region(user) or None,
                "department": (
                    {"id": department.pk, "code": department.code, "name": department.name}
                    if department
                    else None
                ),
                "company": (
                    {"id": user.company.pk, "name": user.company.name} if user.company else None
                ),
                "language": user.language,
                "may_write_api": user.may_write_api,
                "today": clock.today(),
            }
        )


@describe_problems
class Problems(Endpoint):
    """The catalogue of error codes; the `type` of every problem points here."""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request._request.GET, ())
        return self.say({"problems": [_problem(code) for code in MESSAGES]})


def _problem(code: str) -> dict[str, str]:
    """A code with its sentence in both languages, the places of its parameters left open."""
    texts = {}
    for name, language in (("message_zh", "zh-hans"), ("message_en", "en")):
        with override(language):
            texts[name] = gettext(MESSAGES[code])
    return {"code": code, **texts}


class Nowhere(Endpoint):
    """Any other address under /api/."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound
