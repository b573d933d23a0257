import pytest

from projects.rules.national_code import check_national_code
from tests.refusals import refused


@pytest.mark.parametrize(
    "code",
    [
        "2104-140802-89-01-123456",
        "2612-140000-04-05-000001",
        "2018-140802-54-01-001234",
        "2017-140802-54-03-001234",
    ],
)
def test_both_forms_are_accepted(code: str) -> None:
    check_national_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2113-140802-89-01-123456",
        "2100-140802-89-01-123456",
        "2018-140802-54-04-001234",
        "2104-14080-89-01-123456",
        "2104-140802-89-01-12345",
        " 2104-140802-89-01-123456",
        "2104-140802-89-01-123456\n",
        "2104-１４０８０２-89-01-123456",
    ],
)
def test_other_forms_are_refused(code: str) -> None:
    with refused("national_code_form", field="national_code"):
        check_national_code(code)
