"""The real plans and the register that rests on them, as setup loads them."""

from directory.services import reference as where_and_who
from plans.services.library import load_library
from plans.services.register import load_register
from projects.services import reference as catalogues
from tests.factories import NOW


def load_reference() -> None:
    """Regions, departments, sectors and rules."""
    where_and_who.load_reference(now=NOW)
    catalogues.load_reference(now=NOW)


def load_plans() -> None:
    """The five plans with their commitments."""
    load_library(now=NOW)


def load_projects() -> None:
    """The projects that rest on them."""
    load_register(now=NOW)
