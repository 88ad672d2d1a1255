"""Bulk import and export of outlets. The gateway reads and writes the sheet (`shared.sheets`), rows travel by RPC."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import Form, Length, Rule, Text, cursor, identifier, limit, note, several, whole
from shared.contracts.outlet.queries import OutletFilter
from shared.contracts.outlet_terms import ImportState

MAX_CHUNK = 200
MAX_ROWS = 100_000
MAX_EXPORT_PAGE = 50
MAX_CELL = 600
MAX_HEADING = 200
MAX_COLUMNS = 100


class OpenImport(Form):
    """Begin an import."""

    file = identifier(required=True, metadata=note("Id of the stored upload."))
    file_name = Text(200, required=True)
    total = whole(0, MAX_ROWS, allow_none=True, load_default=None, metadata=note("Rows in the sheet, if known."))


class RowProblem(Form):
    """Why the sheet's reader refused a cell."""

    column = Text(40, shortest=0, required=True)
    rule = Text(60, required=True)
    value = ma.String(validate=Length(max=MAX_CELL), load_default="")
    params = ma.Dict(keys=ma.String(validate=Length(max=40)), load_default=dict)


class ImportRow(Form):
    """One row by canonical column (`shared.sheets.COLUMNS`); with `problems` it is reported and not taken."""

    row = whole(1, 2_000_000, required=True, metadata=note("Row number in the sheet as people see it."))
    values = ma.Dict(
        keys=ma.String(validate=Length(max=40)),
        values=ma.String(allow_none=True, validate=Length(max=MAX_CELL)),
        required=True,
    )
    problems = several(RowProblem, 20, load_default=list)


class SheetColumn(Form):
    """Where a canonical column stands in the sheet."""

    column = Text(40, required=True)
    letter = Text(3, required=True, metadata=note("As people see it, such as B."))
    heading = Text(MAX_HEADING, required=True, metadata=note("As the sheet has it."))


class ReadSheet(Form):
    """The sheet that the rows are of."""

    title = Text(MAX_HEADING, required=True)
    columns = several(SheetColumn, MAX_COLUMNS, required=True)
    ignored = several(Text(MAX_HEADING), MAX_COLUMNS, load_default=list, metadata=note("Headings that mean nothing."))


class ImportRows(Form):
    """A chunk of rows in the sheet's order. A chunk that was taken before (same first row) changes nothing."""

    import_id = identifier(required=True)
    first_row = whole(1, 2_000_000, required=True)
    rows = several(ImportRow, MAX_CHUNK, least=1, required=True)
    sheet = ma.Nested(ReadSheet, load_default=None, metadata=note("Where they stand, for the report."))

    @validates_schema(skip_on_field_errors=True)
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        numbers = [row["row"] for row in data["rows"]]
        if numbers[0] != data["first_row"] or any(a >= b for a, b in pairwise(numbers)):
            raise ValidationError(Rule("import.row_order"), "rows")


class CloseImport(Form):
    """End an import. `aborted` names why the sheet could not be read to its end."""

    import_id = identifier(required=True)
    aborted = Text(100, load_default="")


class ImportQuery(Form):
    """One import."""

    import_id = identifier(required=True)


class ImportsQuery(Form):
    """The bureau's imports, newest first."""

    cursor = cursor()
    limit = limit()


class ImportReportQuery(Form):
    """The refused rows of an import, by row number."""

    import_id = identifier(required=True)
    cursor = cursor()
    limit = limit()


class ExportQuery(OutletFilter):
    """A page of outlets as rows for a sheet, oldest first; `limit` counts outlets, each is one row per channel."""

    cursor = cursor()
    limit = limit(MAX_EXPORT_PAGE)


class ImportView(Schema):
    """An import and its counts."""

    id = ma.String(required=True)
    file = ma.String(required=True)
    file_name = ma.String(required=True)
    total = ma.Integer(required=True, allow_none=True)
    sheet = ma.String(required=True, metadata=note("The sheet that was read; empty until its first rows came."))
    ignored = ma.List(ma.String(), required=True, metadata=note("Headings in it that mean nothing here."))
    state = ma.Enum(ImportState, by_value=True, required=True)
    aborted = ma.String(required=True)
    accepted = ma.Integer(required=True)
    unchanged = ma.Integer(required=True)
    refused = ma.Integer(required=True)
    by = ma.String(required=True)
    opened_at = ma.AwareDateTime(required=True)
    closed_at = ma.AwareDateTime(required=True, allow_none=True)


class ImportPage(Schema):
    """A page of imports."""

    items = ma.List(ma.Nested(ImportView), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=note("import, of who may."))


class RefusedCell(Schema):
    """One broken rule in a refused row; the value is masked when it is personal."""

    column = ma.String(required=True, metadata=note("Canonical column, or empty for the whole row."))
    cell = ma.String(required=True, metadata=note("As people see it, such as B7, or empty for the whole row."))
    heading = ma.String(required=True, metadata=note("The column's heading as the sheet has it."))
    rule = ma.String(required=True)
    value = ma.String(required=True)
    params = ma.Dict(keys=ma.String(), required=True)
    message = ma.String(metadata=note("Why, in the language of the request."))
    example = ma.String(metadata=note("What would be taken, where the column has an example."))


class RefusedRow(Schema):
    """A row that was not taken, and why."""

    sheet = ma.String(required=True)
    row = ma.Integer(required=True, metadata=note("As people see it: titles, headings and blank rows count."))
    problems = ma.List(ma.Nested(RefusedCell), required=True)


class ImportReportPage(Schema):
    """A page of refused rows."""

    items = ma.List(ma.Nested(RefusedRow), required=True)
    next = ma.String(required=True, allow_none=True)


class ExportPage(Schema):
    """Rows by canonical column, ready for `shared.sheets.write`."""

    items = ma.List(ma.Dict(keys=ma.String()), required=True)
    next = ma.String(required=True, allow_none=True)
