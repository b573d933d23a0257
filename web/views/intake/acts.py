"""The acts of a review, each from what the page has sent to one call into the domain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.errors import NotPermitted, RuleViolation
from directory.models import User
from plans.models import IntakeRow
from plans.queries.intake_review import programmes_of
from plans.services import intake_mending as mending
from plans.services import intake_review as services
from plans.services.intake_review import RowChanged
from plans.services.intake_undo import undo as undo_last
from web.forms.intake import RowForm
from web.views.intake.documents import person_of


@dataclass
class Answer:
    """What an act has to say: a sentence, the row to go on with, or why it was refused."""

    said: str = ""
    row: int | None = None
    open: Mapping[str, int] = field(default_factory=dict)
    refused: RuleViolation | None = None
    form: RowForm | None = None
    differences: list[tuple[Any, Any, Any]] = field(default_factory=list)
    changed_by: str = ""

    @property
    def status(self) -> int:
        if self.refused is not None:
            return 409 if isinstance(self.refused, RowChanged) else 422
        return 422 if self.form is not None and self.form.errors else 200


def _accept(request: HttpRequest, intake_id: int) -> Answer:
    count = services.accept(intake_id=intake_id, seen=_seen(request), **_by(request))
    return Answer(said=ngettext("%s row accepted.", "%s rows accepted.", count) % count)


def _accept_all(request: HttpRequest, intake_id: int) -> Answer:
    try:
        least = Decimal(request.POST.get("least", ""))
    except InvalidOperation:
        raise RuleViolation("required", field="least") from None
    stretch = _stretch(request)
    count = services.accept_all(intake_id=intake_id, least=least, **stretch, **_by(request))
    return Answer(said=ngettext("%s row accepted.", "%s rows accepted.", count) % count)


def _stretch(request: HttpRequest) -> dict[str, Any]:
    """The part that is meant, or nothing for the whole document."""
    if request.POST.get("reach") != "part":
        return {}
    start, end = number_in(request.POST, "start"), number_in(request.POST, "end")
    return {"start": start or 0, "end": end}


def _set_aside(request: HttpRequest, intake_id: int) -> Answer:
    count = services.set_aside(
        intake_id=intake_id,
        seen=_seen(request),
        kind=request.POST.get("kind", ""),
        reason=request.POST.get("reason", ""),
        **_by(request),
    )
    return Answer(said=ngettext("%s row left out.", "%s rows left out.", count) % count)


def _reopen(request: HttpRequest, intake_id: int) -> Answer:
    count = services.reopen(intake_id=intake_id, seen=_seen(request), **_by(request))
    return Answer(said=ngettext("%s row opened again.", "%s rows opened again.", count) % count)


def _change(request: HttpRequest, intake_id: int) -> Answer:
    """Kind, programme or sector of the chosen rows."""
    values: dict[str, Any] = {}
    if request.POST.get("level"):
        values["level"] = request.POST["level"]
    if request.POST.get("parent"):
        values["parent_id"] = number_in(request.POST, "parent")
    if request.POST.get("sector"):
        values["sector_id"] = request.POST["sector"]
    if not values:
        raise RuleViolation("required", field="level")
    count = mending.change_rows(
        intake_id=intake_id, seen=_seen(request), values=values, **_by(request)
    )
    return Answer(said=ngettext("%s row changed.", "%s rows changed.", count) % count)


def _edit(request: HttpRequest, intake_id: int) -> Answer:
    (row_id, version), *_others = _seen(request).items()
    row = (
        IntakeRow.objects.select_related("intake")
        .defer("intake__text")
        .get(pk=row_id, intake=intake_id)
    )
    form = RowForm(row, programmes_of(intake_id), request.POST)
    opened = Answer(form=form, open={"edit": row_id}, row=row_id)
    if not form.is_valid():
        return opened
    try:
        mending.edit(
            intake_id=intake_id,
            row_id=row_id,
            version=version,
            values=form.values(),
            accepting="accept" in request.POST,
            **_by(request),
        )
    except RowChanged as changed:
        answer = conflict_of(changed, form)
        answer.open = {"edit": row_id}
        return answer
    except NotPermitted:
        raise
    except RuleViolation as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return opened
    return Answer(said=gettext("The row is saved."), row=row_id)


def _split(request: HttpRequest, intake_id: int) -> Answer:
    (row_id, version), *_others = _seen(request).items()
    try:
        rows = mending.split(
            intake_id=intake_id,
            row_id=row_id,
            version=version,
            names=request.POST.get("names", "").splitlines(),
            **_by(request),
        )
    except RowChanged:
        raise
    except RuleViolation as refused:
        return Answer(refused=refused, open={"split": row_id}, row=row_id)
    said = gettext("The row is split into %(count)s.") % {"count": len(rows)}
    return Answer(said=said, row=row_id)


def _join(request: HttpRequest, intake_id: int) -> Answer:
    row = mending.join(intake_id=intake_id, seen=_seen(request), **_by(request))
    return Answer(said=gettext("The rows are joined; look at the name."), row=row.pk)


def _add(request: HttpRequest, intake_id: int) -> Answer:
    start, end = number_in(request.POST, "start"), number_in(request.POST, "end")
    row = mending.add(intake_id=intake_id, start=start or 0, end=end or 0, **_by(request))
    return Answer(said=gettext("The row is added."), row=row.pk, open={"edit": row.pk})


def _choose(request: HttpRequest, intake_id: int) -> Answer:
    choice, _sep, target = request.POST.get("choice", "").partition(":")
    services.choose(
        intake_id=intake_id,
        seen=_seen(request),
        choice=choice,
        target_id=int(target) if target.isdecimal() else None,
        **_by(request),
    )
    return Answer(said=gettext("It is noted what the row becomes."), row=first_row(request))


def _link_same(request: HttpRequest, intake_id: int) -> Answer:
    stretch = _stretch(request)
    count = services.link_same(intake_id=intake_id, **stretch, **_by(request))
    return Answer(said=ngettext("%s row linked.", "%s rows linked.", count) % count)


def _undo(request: HttpRequest, intake_id: int) -> Answer:
    done = undo_last(intake_id=intake_id, **_by(request))
    said = gettext("Undone: %(act)s, %(count)s rows.") % {
        "act": done.get_kind_display(),
        "count": len(done.changes),
    }
    return Answer(said=said, row=done.changes[0]["row"])


ACTS: Mapping[str, Callable[[HttpRequest, int], Answer]] = {
    "accept": _accept,
    "accept-all": _accept_all,
    "set-aside": _set_aside,
    "reopen": _reopen,
    "change": _change,
    "edit": _edit,
    "split": _split,
    "join": _join,
    "add": _add,
    "choose": _choose,
    "link-same": _link_same,
    "undo": _undo,
}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": person_of(request), "now": clock.now()}


def _seen(request: HttpRequest) -> dict[int, int | None]:
    """The rows that were sent, each as `id:version`. Raises `required` when none was."""
    seen: dict[int, int | None] = {}
    for sent in request.POST.getlist("row"):
        row_id, _sep, version = sent.partition(":")
        if row_id.isdecimal() and version.isdecimal():
            seen[int(row_id)] = int(version)
    if not seen:
        raise RuleViolation("intake_no_row", field="row")
    return seen


def first_row(request: HttpRequest) -> int | None:
    sent = request.POST.get("row", "").partition(":")[0]
    return int(sent) if sent.isdecimal() else None


def number_in(sent: QueryDict, name: str) -> int | None:
    value = sent.get(name, "")
    return int(value) if value.isdecimal() else None


def conflict_of(changed: RowChanged, form: RowForm | None = None) -> Answer:
    """Who changed the row, when, and both values where one was typing."""
    row = changed.row
    person: User | None = row.changed_by
    when = date_format(localtime(row.updated_at), "TIME_FORMAT")
    now = RowForm(row, programmes_of(row.intake_id))
    differences: list[tuple[Any, Any, Any]] = [
        (_("State"), "", row.get_state_display()),
        (_("Name"), "", row.name),
    ]
    if form is not None:
        differences = [
            (bound.label, _words(form, bound.name), _words(now, bound.name))
            for bound in form.asked()
            if _words(form, bound.name) != _words(now, bound.name)
        ]
        # What was typed stays in the form, which now knows the present version.
        form.initial["version"] = row.version
    return Answer(
        refused=changed,
        row=row.pk,
        form=form,
        differences=differences,
        changed_by=gettext("%(person)s changed it at %(time)s.") % {"person": person, "time": when}
        if person
        else "",
    )


def _words(form: RowForm, name: str) -> str:
    """A value of the form as a person reads it."""
    bound = form[name]
    value = bound.value()
    choices: Any = getattr(bound.field, "choices", None) or ()
    flat = {
        str(key): str(words)
        for entry in choices
        for key, words in (entry[1] if isinstance(entry[1], list) else [entry])
    }
    return flat.get(str(value), "" if value is None else str(value)).strip("—")
