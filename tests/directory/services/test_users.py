"""Passwords: one's own, and another's that an administrator sets anew."""

from typing import Any

import pytest

from directory.errors import NotPermitted
from directory.models import User
from directory.services.users import set_password
from tests.cast import Cast
from tests.factories import NOW
from tests.refusals import refused

PASSWORD = "大桥-2026-竣工"


def last_event(user: User) -> Any:
    events: Any = User.pgh_event_model  # type: ignore[attr-defined]
    return events.objects.filter(pgh_obj_id=user.pk).latest("pgh_id")


def test_ones_own_needs_no_reason(cast: Cast) -> None:
    user = set_password(user_id=cast.lead.pk, password=PASSWORD, actor=cast.lead, now=NOW)

    assert user.check_password(PASSWORD)
    assert user.password_set_at == NOW
    assert last_event(user).pgh_context.metadata["actor"] == cast.lead.pk


def test_anothers_is_an_administrators_and_has_a_reason(cast: Cast) -> None:
    given: dict[str, Any] = {"user_id": cast.lead.pk, "password": PASSWORD, "now": NOW}

    for actor in (cast.head, cast.plan_office, cast.leader):
        with pytest.raises(NotPermitted):
            set_password(**given, actor=actor, reason="试试")
    with refused("reason_required", field="reason"):
        set_password(**given, actor=cast.administrator, reason=" ")
    user = set_password(**given, actor=cast.administrator, reason="本人遗忘")

    assert user.check_password(PASSWORD)
    context = last_event(user).pgh_context.metadata
    assert (context["action"], context["reason"]) == ("user.set_password", "本人遗忘")
    assert not hasattr(last_event(user), "password")


def test_nobody_logs_in_without_a_password(cast: Cast) -> None:
    user = set_password(
        user_id=cast.lead.pk,
        password=None,
        actor=cast.administrator,
        now=NOW,
        reason="改用统一认证",
    )

    assert not user.has_usable_password()
