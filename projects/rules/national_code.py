"""The national platform's project code 「项目代码」 (GB/T 40058-2021).

`2104-140802-89-01-123456`: year and month, region, guiding department, type, random and check.
Codes from before 2021 have a four-digit year and 01/02/03 for approval, verification, filing.
"""

import re

from directory.errors import RuleViolation

FORM = re.compile(
    r"(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])-(?P<region>\d{6})-(?P<guide>\d{2})-"
    r"(?P<kind>\d{2})-(?P<random>\d{6})",
    re.ASCII,
)
OLD_FORM = re.compile(
    r"(?P<year>20\d{2})-(?P<region>\d{6})-(?P<guide>\d{2})-(?P<kind>0[123])-(?P<random>\d{6})",
    re.ASCII,
)


def check_national_code(value: str) -> None:
    """Raises RuleViolation `national_code_form` when the value has neither form."""
    if not (FORM.fullmatch(value) or OLD_FORM.fullmatch(value)):
        raise RuleViolation("national_code_form", field="national_code", params={"value": value})
