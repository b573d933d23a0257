"""/indicators/: the rows of the plans' indicator tables, and what each year reached."""

from typing import Any

from rest_framework import serializers

from api.resource import DetailEndpoint, ListEndpoint
from api.schema import describe_detail, describe_list, describe_write
from api.v1.inputs import VersionedInput
from api.v1.resources import INDICATORS
from api.v1.writing import WriteEndpoint
from directory import clock
from plans.services.indicators import FIRST_YEAR, LONGEST_TEXT, record_year


class YearIn(VersionedInput):
    """What an indicator reached in a year."""

    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=2100)
    text = serializers.CharField(
        max_length=LONGEST_TEXT, help_text="As in the plan's table; [21] for a sum over the years"
    )
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="Where the figure is from"
    )
    reason = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="Needed when the year has a figure already",
    )


@describe_list(INDICATORS, "Indicators", "The rows of the plans' indicator tables 「指标」.")
class IndicatorList(ListEndpoint):
    resource = INDICATORS


@describe_detail(INDICATORS, "An indicator")
class IndicatorDetail(DetailEndpoint):
    resource = INDICATORS


@describe_write(
    INDICATORS,
    "indicator_record_year",
    "Enter what an indicator reached in a year",
    form=YearIn,
    example={"version": 1, "year": 2023, "text": "54.2", "note": "2023年统计公报"},
)
class RecordYear(WriteEndpoint):
    resource = INDICATORS
    form = YearIn

    def change(self, pk: int | None, values: dict[str, Any]) -> Any:
        assert pk is not None
        return record_year(indicator_id=pk, **values, actor=self.user, now=clock.now()).pk
