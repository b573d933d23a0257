"""Model fields that the register shares."""

from typing import Any

from django.db import models


class ChoiceField(models.CharField):  # type: ignore[type-arg]
    """A text column with the values of a TextChoices; its labels never cause a migration."""

    def __init__(
        self, choices: type[models.TextChoices] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("max_length", 32)
        if choices is not None:
            kwargs["choices"] = choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """An amount in 万元 (ten thousand yuan), exact to one yuan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 16)
        kwargs.setdefault("decimal_places", 4)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """A check constraint that a column holds one of the values of a TextChoices."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [value for value, _ in choices.choices]}),
        name=name,
    )
