"""Where and who: regions, zones, departments, companies, users, tokens, working calendar."""

from directory.models.base import Versioned
from directory.models.calendar import CalendarDay, CalendarYear
from directory.models.organisation import Company, Department
from directory.models.outbox import FeedEpoch, Job, OutboxEntry
from directory.models.region import FICTITIOUS_PREFIX, Region, Zone, region_prefix
from directory.models.user import DEPARTMENT_ROLES, REGION_ROLES, Role, Token, User

__all__ = [
    "DEPARTMENT_ROLES",
    "FICTITIOUS_PREFIX",
    "REGION_ROLES",
    "CalendarDay",
    "CalendarYear",
    "Company",
    "Department",
    "FeedEpoch",
    "Job",
    "OutboxEntry",
    "Region",
    "Role",
    "Token",
    "User",
    "Versioned",
    "Zone",
    "region_prefix",
]
