"""Logging in and out, one's own password, and the language of the pages."""

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from directory import clock
from directory.models import User
from directory.services import users
from web.forms.auth import LoginForm, NewPasswordForm
from web.shell import page


class Login(auth.LoginView):
    """The door. It leads on to the page that was asked for, if that is one of ours."""

    template_name = "web/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class Logout(auth.LogoutView):
    """By POST only: a link must not be able to log anybody out."""


class ChangePassword(auth.PasswordChangeView):
    """One's own password; the other sessions of the person end with it."""

    template_name = "web/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("web:overview")

    def form_valid(self, form: Any) -> HttpResponse:
        assert isinstance(self.request.user, User)
        user = users.set_password(
            user_id=self.request.user.pk,
            password=form.cleaned_data["new_password1"],
            actor=self.request.user,
            now=clock.now(),
        )
        # This session goes on; it is bound to the password.
        update_session_auth_hash(self.request, user)
        messages.success(self.request, gettext("Your password has been changed."))
        return HttpResponseRedirect(self.get_success_url())

    def render_to_response(self, context: dict[str, Any], **_kwargs: Any) -> HttpResponse:
        return page(self.request, self.template_name, {"form": context["form"]})


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *_args: Any, **_kwargs: Any
) -> HttpResponse:
    """What one sees after too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    cool_off = get_cool_off(request)
    minutes = max(1, round(cool_off.total_seconds() / 60)) if cool_off else 60
    return page(request, "web/locked_out.html", {"minutes": minutes}, status=429)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of the pages, and go back to where the person was."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    answer = HttpResponseRedirect(target)
    if translation.check_for_language(chosen) and chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    return answer
