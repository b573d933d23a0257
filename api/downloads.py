"""A list as a file for a spreadsheet: `format=csv` or `format=xlsx`, from the same rows."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse

from api.errors import Fault, InvalidInput
from api.paging import Controls
from directory.rules.downloads import download_headers
from projects.exports import Export, csv_lines, file_name, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    export: Export | None, rows: QuerySet[Any], controls: Controls, form: str, today: date
) -> HttpResponse | StreamingHttpResponse:
    """All rows that the filters leave, in the order asked for; pages do not apply.

    Raises InvalidInput when this list has no such form.
    """
    forms = ("json", "csv", "xlsx") if export else ("json",)
    if export is None or form not in forms:
        choices = ", ".join(forms)
        raise InvalidInput([Fault.of("choice_unknown", "format", value=form, choices=choices)])
    ordered = rows.order_by(*controls.order_by)
    response: HttpResponse | StreamingHttpResponse
    if form == "csv":
        lines = csv_lines(export, ordered, today=today)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(xlsx_file(export, ordered, today=today), content_type=XLSX)
    name = file_name(export, rows, today=today, ending=form)
    for header, value in download_headers(name, plain=f"{export.name}.{form}").items():
        response.headers[header] = value
    return response
