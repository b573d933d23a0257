"""Every public service of the plans leaves who, why and which action, and a test says so.

The services of projects and reference data are walked in `tests/projects/services/test_traces.py`;
those of plans need documents, reviews and closings, so each is held where its stage is built. What
this test demands is that none is forgotten: a service without such a test fails here.
"""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import plans.services

TESTS = Path(__file__).parent


def actions() -> dict[str, str]:
    """The action of each unit that a person's act opens, by the service that opens it."""
    found: dict[str, str] = {}
    for info in pkgutil.iter_modules(plans.services.__path__, "plans.services."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if not {"actor", "now"} <= set(inspect.signature(function).parameters):
                continue
            opened = re.findall(r'unit_of_work\(\s*"([^"]+)"', inspect.getsource(function))
            for action in opened:
                found[action] = f"{module.__name__}.{name}"
    return found


@pytest.mark.parametrize(("action", "service"), sorted(actions().items()))
def test_a_test_holds_the_trace_of_every_act(action: str, service: str) -> None:
    written = [path.read_text("utf-8") for path in TESTS.glob("test_*.py")]
    assert any(f'"{action}"' in text for text in written), (
        f"no test of plans/services says that {service} leaves the action {action}"
    )
