"""Who may take a plan document in, and judge what became of it. What *exists* for a person is
decided by `visible_to` (404); this decides what they may do (403)."""

from django.utils.translation import gettext_lazy as _

from directory.errors import NotPermitted
from directory.models import Region, User
from plans.querysets import TAKING_IN
from projects.policy import runs_region
from projects.querysets import is_of_fictitious_world, sees_everything

TAKE_IN = _("take a plan document in")
RECORD = _("enter what an indicator reached")
DECIDE = _("decide what becomes of a commitment")
JUDGE = _("judge what became of a plan's commitments")


def takes_in(user: User) -> bool:
    """Whether a person hands in plan documents at all: plan offices and administrators."""
    return user.is_active and user.role in TAKING_IN


def may_take_in(user: User, region: Region) -> bool:
    """Whether a person may hand in and review the plan documents of a region: the plan office
    of the region or of the one above it, and administrators."""
    if not takes_in(user) or not runs_region(user, region.code):
        return False
    return sees_everything(user) or is_of_fictitious_world(user) == region.is_fictitious


def require_takes_in(user: User, region: Region) -> None:
    """Raises NotPermitted unless the person may take in the region's plan documents."""
    if not may_take_in(user, region):
        raise NotPermitted(TAKE_IN)


def may_judge(user: User, region: Region) -> bool:
    """Whether a person closes the plans of a region: its plan office decides on every verdict;
    everybody else reads them."""
    return may_take_in(user, region)


def require_judges(user: User, region: Region) -> None:
    """Raises NotPermitted unless the person closes the region's plans."""
    if not may_judge(user, region):
        raise NotPermitted(JUDGE)


def may_record(user: User, region: Region) -> bool:
    """Whether a person enters what the indicators of a region's plans have reached."""
    return may_take_in(user, region)


def require_records(user: User, region: Region) -> None:
    """Raises NotPermitted unless the person enters what the region's indicators have reached."""
    if not may_record(user, region):
        raise NotPermitted(RECORD)


def may_decide(user: User, region: Region) -> bool:
    """Whether a person says what becomes of the commitments of a region's plans: takes them up,
    sets them aside, states what they promise in figures."""
    return may_take_in(user, region)


def require_decides(user: User, region: Region) -> None:
    """Raises NotPermitted unless the person decides on the commitments of the region's plans."""
    if not may_decide(user, region):
        raise NotPermitted(DECIDE)
