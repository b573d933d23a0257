"""Forms at the door."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """User name and password; a refusal does not say which of the two was wrong."""

    error_messages = {
        "invalid_login": _("User name and password do not belong together."),
        "inactive": _("This account has been closed."),
    }


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""
