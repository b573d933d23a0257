"""One act of a person: a form that opens in place or on a page of its own.

With htmx the form opens where the person works and the page is refreshed around it; without
JavaScript the same addresses answer with whole pages. A refusal keeps what was typed and shows
its sentence at the field; a conflict shows both values; a form sent twice acts once.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views import View

from directory import clock, wording
from directory.errors import Conflict, NotPermitted, RuleViolation
from directory.models import User
from projects.models import Project
from web.forms.acting import ActingForm
from web.shell import page

REMEMBERED = 24 * 60 * 60
Words = str | Promise


class Act(LoginRequiredMixin, View):
    """An act on a project or one of its parts. Subclasses say what is loaded, who may, with
    which form, and which service does it."""

    http_method_names = ["get", "head", "post"]
    form_class: type[ActingForm] = ActingForm
    template_name = "web/acting/act.html"
    name = ""
    title: Words = ""
    button: Words = ""
    done: Words = ""
    anchor = ""

    project: Project

    # --- What a subclass says --------------------------------------------------------------

    def load(self, **address: int) -> None:
        """Find what is acted upon. Raises the model's DoesNotExist when it does not exist for
        this person."""
        self.project = self.projects().get(pk=address["project_id"])

    def may(self) -> bool:
        """Whether this person may do it at all."""
        raise NotImplementedError

    def refusal(self) -> RuleViolation | None:
        """Why it cannot be done now, whatever one fills in; None when it can."""
        return None

    def initial(self) -> dict[str, Any]:
        """What the form proposes."""
        return {}

    def version(self) -> int | None:
        """The version of what the form changes."""
        return self.project.version

    def present(self) -> dict[str, Any]:
        """What stands there now, by field of the form, for a conflict."""
        return {}

    def present_facts(self) -> Iterable[tuple[Words, str, str]]:
        """Further rows of a conflict: label, "", what stands there now."""
        return ()

    def perform(self, data: dict[str, Any]) -> Any:
        """Call the service. Raises RuleViolation."""
        raise NotImplementedError

    def subject(self) -> str:
        """What the form is about, beneath its title."""
        return ""

    def key(self) -> str:
        """What tells this form apart from others on the same page."""
        return f"{self.name}-{self.project.pk}"

    def context(self, form: ActingForm) -> dict[str, Any]:
        """More for the template."""
        return {}

    def is_fictitious(self) -> bool:
        """Whether what is acted upon is simulated."""
        return self.project.is_fictitious

    def home(self) -> str:
        """Where one goes on when the form does not say where one came from."""
        return reverse("web:project", args=[self.project.pk]) + self.anchor

    # --- The person and the day --------------------------------------------------------------

    @property
    def person(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    @property
    def today(self) -> date:
        return clock.today()

    def projects(self) -> Any:
        return Project.objects.visible_to(self.person).select_related("region", "sector")

    # --- Answers ---------------------------------------------------------------------------

    def dispatch(self, request: HttpRequest, *args: Any, **address: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            self.load(**address)
        except ObjectDoesNotExist:
            raise Http404 from None
        if not self.may():
            return self.forbidden()
        return super().dispatch(request, *args, **address)

    def get(self, request: HttpRequest, **_address: int) -> HttpResponse:
        refused = self.refusal()
        if refused is not None:
            return self.show(self.make_form(), status=409, refused=refused)
        return self.show(self.make_form())

    def post(self, request: HttpRequest, **_address: int) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        data = form.cleaned_data
        if not self.is_first(data["submission"]):
            return self.leave(data, gettext("This was received already; it has been done once."))
        try:
            self.act(data)
        except NotPermitted:
            return self.forbidden()
        except Conflict as conflict:
            return self.show_conflict(data, conflict)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.show(form, status=422)
        return self.leave(data, str(self.done))

    def act(self, data: dict[str, Any]) -> None:
        """Do it; what was not done, for whatever reason, may be sent again."""
        try:
            self.perform(data)
        except ObjectDoesNotExist:
            self.forget(data["submission"])
            raise Http404 from None
        except BaseException:
            self.forget(data["submission"])
            raise

    def make_form(self, data: Any = None, files: Any = None) -> ActingForm:
        initial = {
            "version": self.version(),
            "submission": uuid.uuid4().hex,
            "next": self.request.GET.get("next", ""),
            **self.initial(),
        }
        form = self.form_class(
            data, files, initial=initial, auto_id=f"{self.key()}-%s", use_required_attribute=True
        )
        self.prepare(form)
        return form

    def prepare(self, form: ActingForm) -> None:
        """Fill in the choices that depend on the project."""

    def show(
        self,
        form: ActingForm,
        *,
        status: int = 200,
        conflict: Conflict | None = None,
        refused: RuleViolation | None = None,
        differences: Iterable[tuple[Any, str, str]] = (),
    ) -> HttpResponse:
        answer = page(
            self.request,
            self.template_name,
            {
                "form": form,
                "act": self,
                "project": getattr(self, "project", None),
                "back": self.target(form.data.get("next") or self.request.GET.get("next", "")),
                "violation": conflict,
                "refused": refused,
                "differences": differences,
                **self.context(form),
            },
            fictitious=self.is_fictitious(),
            status=status,
        )
        if self.request.method == "POST":
            # Where it works in place, a refusal comes back to the form and not to the page.
            answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = f"#act-{self.key()}"
            answer.headers["HX-Reswap"] = "outerHTML"
        return answer

    def show_conflict(self, data: dict[str, Any], conflict: Conflict) -> HttpResponse:
        """Both values side by side, and the form as it was typed, ready to be sent again."""
        self.load(**self.kwargs)
        typed = self.request.POST.copy()
        typed["version"] = str(self.version() or "")
        typed["submission"] = uuid.uuid4().hex
        form = self.make_form(typed, self.request.FILES)
        form.is_valid()
        now = self.present()
        differences: list[tuple[Any, str, str]] = [
            (bound.label, _shown(bound, data.get(bound.name)), _shown(bound, now[bound.name]))
            for bound in form.asked()
            if bound.name in now
        ]
        differences += list(self.present_facts())
        return self.show(form, status=409, conflict=conflict, differences=differences)

    def forbidden(self) -> HttpResponse:
        answer = page(self.request, "403.html", status=403)
        answer.headers["HX-Retarget"] = answer.headers["HX-Reselect"] = "#content"
        answer.headers["HX-Reswap"] = "outerHTML"
        return answer

    def leave(self, data: dict[str, Any], said: str) -> HttpResponse:
        messages.success(self.request, said)
        target = self.target(data["next"])
        if self._fills_the_page():
            # A redirect would be followed unseen, and the address would stay the form's.
            return HttpResponse(headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)

    def _fills_the_page(self) -> bool:
        """Whether htmx sends the form from its own address, and not from within another page."""
        stands_at = urlsplit(self.request.headers.get("HX-Current-URL", "")).path
        return unquote(stands_at) == self.request.path

    def target(self, asked: str) -> str:
        """Where the person came from, if that is one of our pages; else the act's home."""
        here = self.request.get_host()
        if url_has_allowed_host_and_scheme(asked, {here}, self.request.is_secure()):
            return asked
        return self.home()

    # --- Once ------------------------------------------------------------------------------

    def is_first(self, submission: str) -> bool:
        """Whether this form was not sent before: a double click is one act."""
        return not submission or cache.add(self._once(submission), 1, REMEMBERED)

    def forget(self, submission: str) -> None:
        """What was refused may be sent again."""
        cache.delete(self._once(submission))

    def _once(self, submission: str) -> str:
        return f"submission:{self.person.pk}:{submission}"


def _shown(bound: forms.BoundField, value: Any) -> str:
    """A value of a field as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    choices = getattr(bound.field, "choices", None)
    words = {} if isinstance(bound.field, forms.ModelChoiceField) else _words(choices or ())
    several = value if isinstance(value, list) else [value]
    return str(wording.names(words.get(str(one), str(one)) for one in several))


def _words(choices: Iterable[Any]) -> dict[str, str]:
    """The words of a select's values, those within its groups included."""
    words: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            words |= _words(label)
        else:
            words[str(value)] = str(label)
    return words
