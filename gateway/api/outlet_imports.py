"""Import and export of outlets by sheet (XLSX). The gateway reads and writes the sheets; rows travel by RPC."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any, BinaryIO, cast

from flask import Response, request
from werkzeug.datastructures import FileStorage

from gateway.api.ask import ask
from gateway.audit.purpose import Purpose
from gateway.auth.access import only
from gateway.current import asking, current
from gateway.files.kinds import Kind
from gateway.files.records import Owner
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.imports.report import told, write_report
from gateway.offload import offload
from gateway.runtime import runtime
from shared import sheets, validation
from shared.context import Role
from shared.contracts import outlet as contracts
from shared.errors import FieldProblem, Invalid

area = Area("imports", zh="导入与导出", en="Import and export", service="outlet")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READS = only(Role.LIAISON, Role.LEADER)
VIEW = contracts.ImportView()
PIECE = 65_536


class Export(Purpose, contracts.ExportQuery):
    """Which outlets, and what their contacts are wanted for."""


@area.post(
    "/outlet-imports", access=only(Role.LIAISON), answer=VIEW, status=202, upload=True,
    location="/v1/outlet-imports/{id}",
    zh="导入媒体\n上传 XLSX（至多十万行），后台处理；合格的行入库，其余的逐行说明原因。重复导入不改变已有内容。"
    "表头上方可有标题，表头可占两行，合并的单元格对每一行有效；隐藏的工作表不读取，隐藏的行和列照常读取；中英文用词与代码均可。",
    en="Import outlets\nUpload an XLSX (at most 100,000 rows); it is worked on in the background. Good rows go in, the "
    "report says of each other one why not. A repeat changes nothing. There may be titles above the headings, which "
    "may take two rows; a cell merged over rows is of each; hidden sheets are not read, hidden rows and columns are; "
    "words of both languages and codes are taken.",
)  # fmt: skip
def import_outlets() -> Data:
    now, parts = current(), runtime()
    assert now.scope is not None and now.fingerprint is not None
    upload = required_file()
    stream = cast("BinaryIO", upload.stream)
    job = parts.jobs.find(now.scope, now.fingerprint)
    if job is None:
        offload(readable, stream)
        who = asking()
        stored = parts.door.receive(
            stream, upload.filename or "", Kind.SHEET, Owner(who.bureau, who.account), now.patience
        )
        now.keep(stored.size)
        parts.files.use([stored.id], who.bureau)
        job = parts.jobs.add(stored.id, stored.name, now.context())
    else:
        now.replayed = True
    view: Data = parts.imports.open(job, now.deadline)
    parts.jobs.opened(job, view["id"])
    parts.imports.wake()
    now.object_id = view["id"]
    return view


@area.get(
    "/outlet-imports", access=READS, query=contracts.ImportsQuery(), answer=contracts.ImportPage(), paged=True,
    zh="导入记录\n由新到旧。",
    en="Imports\nNewest first.",
)  # fmt: skip
def imports(data: Data) -> Data:
    return ask("outlet.imports", data)


@area.get(
    "/outlet-imports/<id:import_id>", access=READS, answer=VIEW,
    zh="导入进度\n已导入、未变、被拒的行数；state 为 closed 时完成。",
    en="An import's progress\nRows taken, unchanged and refused; it is done when `state` is `closed`.",
)  # fmt: skip
def status(import_id: str) -> Data:
    return ask("outlet.import_status", {"import_id": import_id})


@area.get(
    "/outlet-imports/<id:import_id>/report", access=READS, query=contracts.ImportReportQuery(exclude=("import_id",)),
    answer=contracts.ImportReportPage(), paged=True,
    zh="导入报告\n被拒的行及每一处的位置（工作表、行、单元格、表头）、原因和示例。",
    en="An import's report\nThe refused rows; of every problem its place (sheet, row, cell, heading), the reason and "
    "an example.",
)  # fmt: skip
def report(import_id: str, data: Data) -> Data:
    page, locale = ask("outlet.import_report", {**data, "import_id": import_id}), current().locale
    return {**page, "items": [told(row, locale) for row in page["items"]]}


@area.get(
    "/outlet-imports/<id:import_id>/report.xlsx", access=READS, media_type=XLSX,
    zh="导入报告（表格）\n被拒的行，每处原因一行；未读取的列，每列一行。",
    en="An import's report as a sheet\nA line for every reason, and for every column that was not read.",
)  # fmt: skip
def report_sheet(import_id: str) -> Response:
    locale, on = current().locale, {"import_id": import_id}
    view = ask("outlet.import_status", on)
    rows = pages("outlet.import_report", {**on, "limit": 100})
    return sheet(f"import-{import_id}.xlsx", lambda file: write_report(file, view, rows, locale))


@area.get(
    "/outlets/export", access=READS, query=Export(exclude=("cursor", "limit")), media_type=XLSX,
    audited=True, reasoned=True,
    zh="导出媒体\n每个渠道一行，以所要的语言书写，可改后再导入；对接民警得到完整电话，其余人为掩码。"
    "表中有联系方式，须说明理由（reason），每次导出连同理由留痕。",
    en="Export outlets\nA row per channel in the words of the language asked for, which can be imported again; phones "
    "in full for liaisons, masked for others. There are contacts in it: it takes a reason, and every export is on the "
    "audit trail with it.",
)  # fmt: skip
def export(data: Data) -> Response:
    locale = current().locale
    # The reason is the trail's: the service, which checks the rest, is not told.
    chosen = dict(data)
    validation.load(Purpose(), {"reason": chosen.pop("reason")} if "reason" in chosen else {})
    rows = pages("outlet.export_page", {**chosen, "limit": 50})
    return sheet("outlets.xlsx", lambda file: sheets.write(file, rows, locale=locale))


def required_file() -> FileStorage:
    """The form's `file`. Raises: Invalid."""
    upload = request.files.get("file")
    if len(request.files.getlist("file")) > 1:
        raise Invalid("validation", problems=[FieldProblem("/file", "http.one_file")])
    if upload is None or not upload.filename:
        raise Invalid("validation", problems=[FieldProblem("/file", "http.file_required")])
    return upload


def readable(file: BinaryIO) -> None:
    """Whether it is a sheet with the right headings. Raises: Invalid."""
    with sheets.open_sheet(file):
        pass
    file.seek(0)


def pages(method: str, data: Data) -> Iterator[Any]:
    """Every item of a list, page by page; each page has a deadline of its own. Raises: DomainError."""
    now, patience = current(), runtime().settings.rpc_deadline
    cursor: dict[str, str] = {}
    while True:
        now.deadline = time.time() + patience
        page = ask(method, {**data, **cursor})
        yield from page["items"]
        if not page["next"]:
            return
        cursor = {"cursor": page["next"]}


def sheet(name: str, write: Callable[[BinaryIO], object]) -> Response:
    """A sheet as a download. It is whole before the first byte leaves, so that an error can still be told."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the answer has been sent)
    try:
        write(cast("BinaryIO", file))
    except BaseException:  # whatever it is, the file must not stay open
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    response = Response(_pieces(file), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(size)
    response.call_on_close(file.close)
    return response


def _pieces(file: Any) -> Iterable[bytes]:
    with closing(file):
        while piece := file.read(PIECE):
            yield piece
