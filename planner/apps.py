"""The wiring as an app, so that its management commands are found."""

from django.apps import AppConfig


class PlannerConfig(AppConfig):
    """Carries `setup`, and `migrate` as the owner of the tables."""

    name = "planner"
