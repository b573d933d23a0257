"""Who may change rules of reminders and look after deliveries."""

from django.utils.translation import gettext_lazy as _

from directory.errors import NotPermitted
from directory.models import Role, User


def may_operate(user: User) -> bool:
    """Administrators change the rules and try failed mails again."""
    return user.is_active and user.role == Role.ADMINISTRATOR


def require_operator(user: User) -> None:
    """Raises NotPermitted unless the person looks after reminders."""
    if not may_operate(user):
        raise NotPermitted(_("operate the reminders"))
