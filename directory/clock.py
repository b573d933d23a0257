"""The only place that reads the clock. Interfaces ask it and hand `now` and `today` on."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware of its zone."""
    return timezone.now()


def today() -> date:
    """The date in Asia/Shanghai, whatever the machine's own zone is."""
    return date_of(now())


def date_of(instant: datetime) -> date:
    """The date in Asia/Shanghai on which an instant falls, whatever zone a page is shown in."""
    return timezone.localdate(instant, timezone.get_default_timezone())
