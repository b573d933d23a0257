"""/projects/{id}/evidence/, /milestones/{id}/evidence/: files that show something."""

import hashlib
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, QueryDict
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from api.endpoint import Endpoint
from api.errors import Fault, InvalidInput, checked
from api.filters import refuse_unknown
from api.resource import ListEndpoint
from api.schema import describe_content, describe_list, describe_write
from api.v1.inputs import EvidenceIn
from api.v1.resources import EVIDENCE
from api.v1.writing import WriteEndpoint
from directory import clock
from directory.errors import RuleViolation
from directory.rules.downloads import download_headers
from projects.models import Evidence, Milestone, Project
from projects.services.evidence import LARGEST, Upload, attach, leaving_no_file

FORM = {"multipart/form-data": EvidenceIn}


class _Attach(ListEndpoint, WriteEndpoint):
    """The files of one subject, and one more."""

    resource = EVIDENCE
    form = EvidenceIn
    parser_classes = (MultiPartParser,)
    largest_body = 2 * LARGEST
    """What is larger is not even read; up to here the service says how large a file may be."""
    versioned = False
    created = True

    def post(self, request: Request, pk: int | None = None) -> HttpResponse:
        self.upload = self._upload(request)
        # Around the transaction that the key of repetition opens.
        with leaving_no_file([self.upload]):
            return super().post(request, pk)

    def _upload(self, request: Request) -> Upload:
        file = checked(self.form, self.body())["file"]
        data = request.data
        if isinstance(data, QueryDict) and len(data.getlist("file")) > 1:
            raise InvalidInput([Fault.of("parameter_twice", "file", name="file")])
        return Upload(file.name, file.read())

    def print_of(self, request: Request) -> str:
        """By name and content: every sender draws another boundary for the same form."""
        known = (request.method, request.get_full_path(), self.upload.plain_name)
        return hashlib.sha256(
            "\n".join([*map(str, known), self.upload.sha256]).encode()
        ).hexdigest()

    def values(self, request: Request) -> dict[str, Any]:
        return {"upload": self.upload}

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        try:
            row = attach(**self.subject(pk), **values, actor=self.user, now=clock.now())
        except RuleViolation as rule:
            if rule.field != "evidence":
                raise
            raise RuleViolation(rule.code, "file", rule.params) from None
        return row.pk

    def subject(self, pk: int) -> dict[str, Any]:
        """What the file shows something of, in the service's words."""
        raise NotImplementedError


@describe_write(
    EVIDENCE,
    "project_attach_evidence",
    "Attach a file to a project",
    form=FORM,
    versioned=False,
    created=True,
)
@describe_list(EVIDENCE, "Evidence of a project", "All its files, those of its milestones too.")
class ProjectEvidence(_Attach):
    def within(self, rows: Any, **within: Any) -> Any:
        return rows.filter(project=Project.objects.visible_to(self.user).get(pk=within["pk"]))

    def subject(self, pk: int) -> dict[str, Any]:
        return {"project_id": pk}


@describe_write(
    EVIDENCE,
    "milestone_attach_evidence",
    "Attach a file to a milestone",
    form=FORM,
    versioned=False,
    created=True,
)
@describe_list(EVIDENCE, "Evidence of a milestone", "The files that show it is done.")
class MilestoneEvidence(_Attach):
    def within(self, rows: Any, **within: Any) -> Any:
        return rows.filter(milestone=Milestone.objects.visible_to(self.user).get(pk=within["pk"]))

    def subject(self, pk: int) -> dict[str, Any]:
        visible = Milestone.objects.visible_to(self.user)
        project = visible.values_list("project_id", flat=True).get(pk=pk)
        return {"project_id": project, "milestone_id": pk}


@describe_content
class Content(Endpoint):
    """The file, always as a download and never as a page."""

    def get(self, request: Request, pk: int) -> FileResponse:
        refuse_unknown(request._request.GET, ())
        row = Evidence.objects.visible_to(self.user).get(pk=pk)
        try:
            file = row.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        answer = FileResponse(file, content_type=row.content_type)
        for header, value in download_headers(row.name, plain=f"evidence-{row.pk}").items():
            answer.headers[header] = value
        return answer
