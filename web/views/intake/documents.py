"""Handing in plan documents, their head, how reading them goes, and putting them into the
register."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import clock
from directory.errors import Conflict, NotPermitted, RuleViolation
from directory.models import Job, User
from directory.rules.downloads import download_headers
from plans import policy
from plans.models import Intake
from plans.queries import intake as queries
from plans.services import intake as services
from plans.services.intake_indicators import register_indicators
from plans.services.intake_register import register as register_rows
from plans.tasks import do_job
from projects.services.evidence import Upload
from web import worlds
from web.forms.intake import HeadForm, UploadForm
from web.shell import page
from web.waking import wake

SHOWS_WHAT = {"intake_likely_open": "likely", "intake_sector_open": "unsorted"}
"""Which filter of the review shows the rows of which a refusal speaks."""


def person_of(request: HttpRequest) -> User:
    """Whoever is logged in; the views stand behind the login."""
    assert isinstance(request.user, User)
    return request.user


def found(request: HttpRequest, intake_id: int) -> Intake:
    """A document of the person's office. Raises Http404."""
    try:
        return queries.intake_of(person_of(request), intake_id)
    except Intake.DoesNotExist:
        raise Http404 from None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intakes(request: HttpRequest) -> HttpResponse:
    """The documents that were taken in, and the form to hand in another."""
    user = person_of(request)
    if not policy.takes_in(user):
        return page(request, "403.html", status=403)
    form = UploadForm(user, request.POST or None, request.FILES or None)
    if request.method == "POST":
        answer = _take_in(request, form)
        if answer is not None:
            return answer
    lines = queries.intakes(user)
    return page(
        request,
        "web/intake/intakes.html",
        {"form": form, "lines": lines},
        fictitious=worlds.any_fictitious(line.intake.region_id for line in lines),
        status=422 if form.errors else 200,
    )


def _take_in(request: HttpRequest, form: UploadForm) -> HttpResponse | None:
    """Hand the file in; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        taken = services.take_in(
            upload=Upload(file.name, file.read()),
            region_code=form.cleaned_data["region"],
            actor=person_of(request),
            now=clock.now(),
        )
    except NotPermitted:
        return page(request, "403.html", status=403)
    except RuleViolation as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    intake = taken.intake
    if taken.known:
        day = date_format(localtime(intake.uploaded_at), "DATETIME_FORMAT")
        messages.info(
            request,
            gettext("This file was handed in before, by %(person)s on %(day)s: here it is.")
            % {"person": intake.uploaded_by, "day": day},
        )
    else:
        wake(do_job, intake.job)
    return HttpResponseRedirect(reverse("web:intake", args=[intake.pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, intake_id: int) -> HttpResponse:
    """How far a document is: being read, its head, its review, its way into the register."""
    one = found(request, intake_id)
    user = person_of(request)
    form = HeadForm(user, request.POST or None, initial=_head(one))
    violation: RuleViolation | None = None
    differences: list[tuple[Any, Any, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_head(
                intake_id=one.pk,
                version=form.cleaned_data["version"],
                values=form.values(),
                actor=user,
                now=clock.now(),
            )
        except NotPermitted:
            return page(request, "403.html", status=403)
        except Conflict as conflict:
            violation, one = conflict, found(request, intake_id)
            differences = _differences(form, one)
            typed = request.POST.copy()
            typed["version"] = str(one.version)
            form = HeadForm(user, typed)
        except RuleViolation as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            if saved.state == Intake.State.READING:
                wake(do_job, saved.job)
            messages.success(request, gettext("The head of the document is confirmed."))
            return HttpResponseRedirect(reverse("web:intake", args=[one.pk]))
    status = 409 if violation else 422 if form.errors else 200
    return _show(request, one, form, status, violation=violation, differences=differences)


def _show(
    request: HttpRequest, one: Intake, form: HeadForm, status: int, **more: Any
) -> HttpResponse:
    job = one.job
    context = {
        "intake": one,
        "form": form,
        "progress": queries.progress_of(one.pk),
        "failure": failure_of(one),
        "reading": one.state == Intake.State.READING and not _given_up(one),
        "given_up": _given_up(one),
        "step": job.steps_done if job else 0,
        "same_plan": queries.same_plan(person_of(request), one),
        "can_read_again": not queries.progress_of(one.pk).decided and one.plan_id is None,
        **more,
    }
    return page(
        request,
        "web/intake/intake.html",
        context,
        fictitious=worlds.is_fictitious_code(one.region_id),
        status=status,
    )


def failure_of(one: Intake) -> str:
    """Why a document could not be read, in the reader's language."""
    if not one.failure:
        return ""
    return str(RuleViolation(one.failure["code"], params=one.failure.get("params")))


def _given_up(one: Intake) -> bool:
    return (
        one.state == Intake.State.READING
        and one.job is not None
        and one.job.state in (Job.State.FAILED, Job.State.DONE)
    )


def _head(one: Intake) -> dict[str, Any]:
    names = ("title", "number", "issuer", "issued_on", "period_start", "period_end")
    return {name: getattr(one, name) for name in (*names, "outlook_year")} | {
        "region": one.region_id,
        "revises": one.revises_id or "",
        "version": one.version,
    }


def _differences(form: HeadForm, one: Intake) -> list[tuple[Any, Any, Any]]:
    """What the person typed beside what stands there now, where the two differ."""
    now = _head(one)
    return [
        (bound.label, form.cleaned_data.get(bound.name), now[bound.name])
        for bound in form.asked()
        if str(form.cleaned_data.get(bound.name) or "") != str(now[bound.name] or "")
    ]


@login_required
@require_safe
def file(request: HttpRequest, intake_id: int) -> FileResponse:
    """The original file, always as a download and never as a page."""
    one = found(request, intake_id)
    try:
        content = one.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(content, content_type=one.content_type)
    for header, value in download_headers(one.name, plain=f"plan-{one.pk}.{one.format}").items():
        answer.headers[header] = value
    return answer


@login_required
@require_POST
def again(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Read a document once more."""
    one = found(request, intake_id)
    try:
        read = services.read_again(intake_id=one.pk, actor=person_of(request), now=clock.now())
    except RuleViolation as refused:
        messages.error(request, str(refused))
    else:
        wake(do_job, read.job)
    return HttpResponseRedirect(reverse("web:intake", args=[one.pk]))


@login_required
@require_POST
def discard(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Let a document go that was handed in by mistake."""
    one = found(request, intake_id)
    version = request.POST.get("version", "")
    try:
        services.discard(
            intake_id=one.pk,
            version=int(version) if version.isdecimal() else None,
            reason=request.POST.get("reason", ""),
            actor=person_of(request),
            now=clock.now(),
        )
    except RuleViolation as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("The document is discarded; its file stays."))
    return HttpResponseRedirect(reverse("web:intake", args=[one.pk]))


@login_required
@require_POST
def register(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Put what was accepted into the register."""
    one = found(request, intake_id)
    try:
        done = register_rows(intake_id=one.pk, actor=person_of(request), now=clock.now())
    except RuleViolation as refused:
        return _show(
            request,
            one,
            HeadForm(person_of(request), initial=_head(one)),
            422,
            refused=refused,
            show=SHOWS_WHAT.get(refused.code, ""),
        )
    messages.success(
        request,
        gettext(
            "%(commitments)s commitments are in the register: %(projects)s new projects,"
            " %(linked)s linked to projects that were there, %(set_aside)s set aside."
        )
        % {
            "commitments": done.commitments,
            "projects": done.projects,
            "linked": done.linked,
            "set_aside": done.set_aside,
        },
    )
    return HttpResponseRedirect(reverse("web:intake", args=[one.pk]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest, intake_id: int) -> HttpResponse:
    """The indicator tables as they were read, and the way of chosen rows into the register."""
    one = found(request, intake_id)
    refused: RuleViolation | None = None
    if request.method == "POST":
        chosen = [int(place) for place in request.POST.getlist("row") if place.isdecimal()]
        try:
            count = register_indicators(
                intake_id=one.pk, chosen=chosen, actor=person_of(request), now=clock.now()
            )
        except RuleViolation as refusal:
            refused = refusal
        else:
            said = ngettext("%s indicator registered.", "%s indicators registered.", count)
            messages.success(request, said % count)
            return HttpResponseRedirect(reverse("web:intake_indicators", args=[one.pk]))
    intake, rows = queries.indicators_of(person_of(request), intake_id)
    return page(
        request,
        "web/intake/indicators.html",
        {"intake": intake, "rows": rows, "refused": refused},
        fictitious=worlds.is_fictitious_code(intake.region_id),
        status=422 if refused else 200,
    )


@login_required
@require_safe
def editions(request: HttpRequest, intake_id: int) -> HttpResponse:
    """A new edition held against the one that it revises: kept, reworded, new, dropped."""
    found(request, intake_id)
    shown = queries.editions_page(person_of(request), intake_id)
    if shown is None:
        raise Http404
    fate = request.GET.get("fate", "")
    changes = [one for one in shown.changes if not fate or one.change.fate == fate]
    return page(
        request,
        "web/intake/editions.html",
        {"shown": shown, "intake": shown.intake, "changes": changes, "fate": fate},
        fictitious=worlds.is_fictitious_code(shown.intake.region_id),
    )
