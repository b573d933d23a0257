"""How figures and dates are written for people: pure functions, without a query or a clock."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

WAN_PER_YI = 10_000
NOTHING = "—"


def in_wan(amount: Decimal | None) -> str:
    """An amount of 万元 with thousands separated and no digits that say nothing."""
    if amount is None:
        return NOTHING
    return _plain(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def in_yi(amount: Decimal | None) -> str:
    """An amount of 万元 written in 亿元, to two digits."""
    if amount is None:
        return NOTHING
    return _plain((amount / WAN_PER_YI).quantize(Decimal("0.01"), ROUND_HALF_UP))


def money(amount: Decimal | None) -> str:
    """An amount of 万元 with its unit: 亿元 from one 亿 on, 万元 below."""
    if amount is None:
        return NOTHING
    if abs(amount) >= WAN_PER_YI:
        return gettext("%(amount)s yi") % {"amount": in_yi(amount)}
    return gettext("%(amount)s wan") % {"amount": in_wan(amount)}


def _plain(number: Decimal) -> str:
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def percent(value: Decimal | None) -> str:
    """A share in per cent, without digits that say nothing."""
    return NOTHING if value is None else f"{_plain(value)}%"


@dataclass(frozen=True)
class Distance:
    """How far a date is from today: `words` for people, `kind` for the look of it."""

    words: str
    kind: str  # late, today, soon, far, done


def distance(day: date, today: date, *, soon: int = 30) -> Distance:
    """「还有 12 天」, 「今天到期」 or 「逾期 47 天」."""
    days = (day - today).days
    if days < 0:
        return Distance(
            ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}, "late"
        )
    if days == 0:
        return Distance(gettext("due today"), "today")
    words = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return Distance(words, "soon" if days <= soon else "far")


def full_date(day: date) -> str:
    """The date as people write it: 2026年11月23日."""
    return date_format(day, "DATE_FORMAT")
