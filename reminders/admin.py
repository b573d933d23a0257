"""Rules and deliveries for administrators; what changes goes through the services."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.admin import InWords
from directory.models import User
from reminders.models import Delivery, ReminderRule
from reminders.services.delivering import retry
from reminders.services.rules import add_rule, change_rule


@admin.register(ReminderRule)
class ReminderRuleAdmin(InWords):
    list_display = (
        "name",
        "subject",
        "offset_days",
        "repeat_every_days",
        "urgency",
        "audience",
        "active",
    )
    list_filter = ("subject", "active")

    def save_model(
        self,
        request: HttpRequest,
        obj: ReminderRule,
        form: "ModelForm[ReminderRule]",
        change: bool,
    ) -> None:
        """Write through the service, so that history says who and why."""
        assert isinstance(request.user, User)
        now = clock.now()
        if not change:
            obj.pk = add_rule(values=form.cleaned_data, actor=request.user, now=now).pk
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        if values:
            change_rule(rule_id=obj.pk, values=values, actor=request.user, now=now)

    def has_delete_permission(self, request: HttpRequest, obj: ReminderRule | None = None) -> bool:
        """A rule is switched off, and stays for the reminders that it made."""
        return False


@admin.register(Delivery)
class DeliveryAdmin(InWords):
    list_display = (
        "day",
        "recipient",
        "subject",
        "state",
        "attempts",
        "next_attempt_at",
        "sent_at",
    )
    list_filter = ("state", "channel", "simulated")
    list_select_related = ("recipient",)
    fields = (
        "recipient",
        "day",
        "part",
        "parts",
        "items",
        "address",
        "message_id",
        "subject",
        "state",
        "attempts",
        "next_attempt_at",
        "lease_until",
        "last_error",
        "sent_at",
    )
    readonly_fields = fields
    actions = ("try_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        """Lists do not read the bytes of the mails."""
        return super().get_queryset(request).defer("message")

    @admin.action(description=_("Try failed deliveries again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Put given-up deliveries back to the waiting ones."""
        assert isinstance(request.user, User)
        ids = list(queryset.values_list("pk", flat=True))
        count = retry(delivery_ids=ids, actor=request.user, now=clock.now())
        text = gettext("%(count)d deliveries will be tried again.") % {"count": count}
        messages.success(request, text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """They are looked at and tried again, never edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
