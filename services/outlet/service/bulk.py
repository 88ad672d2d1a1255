"""Import and export by sheet. The gateway reads and writes the file; rows come and go in chunks."""

from __future__ import annotations

from services.outlet import schemas
from services.outlet.chunks import Taken, take
from services.outlet.domain import importing, permissions
from services.outlet.repository import RACED, Imports
from services.outlet.rows import Sheet, export_rows
from services.outlet.service.base import Base, Data
from services.outlet.service.queries import chosen
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import outlet as contracts
from shared.contracts.outlet_terms import ImportState
from shared.messaging import Repository, command, query
from shared.mongo import Unit
from shared.paging import after, page

READERS = (Role.LIAISON, Role.LEADER, Role.ADMIN)


class BulkMethods(Base):
    """Many outlets at once."""

    import_store = Repository(Imports)

    @command(contracts.OpenImport)
    def import_open(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Begin an import."""
        permissions.require_staff(context.actor, Role.LIAISON)
        document = schemas.new_import(data, context.actor, now(), self.retention.imports)
        self.import_store.open(unit, document)
        return schemas.import_view(document)

    @command(contracts.ImportRows)
    def import_rows(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take a chunk of rows; one that was taken before changes nothing."""
        permissions.require_staff(context.actor, Role.LIAISON)
        document = self.import_store.get(context.bureau, data["import_id"])
        if self.import_store.taken(context.bureau, document["_id"], data["first_row"]):
            return schemas.import_view(document)
        importing.require_open(document["state"])
        brought = Sheet(context.actor, (document["file"],), document["file_name"])
        taken = take(data["rows"], brought, self.outlets, self.sealer, now())
        self._save(unit, taken)
        sheet = data["sheet"] or document.get("sheet")
        self.import_store.add(unit, document, data["first_row"], taken.counts, taken.refused, sheet=sheet)
        counted = {name: document[name] + count for name, count in taken.counts.items()}
        return schemas.import_view(document | counted | {"sheet": sheet})

    @command(contracts.CloseImport)
    def import_close(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """End an import; ending it again changes nothing."""
        permissions.require_staff(context.actor, Role.LIAISON)
        before = self.import_store.get(context.bureau, data["import_id"])
        if before["state"] != ImportState.OPEN:
            return schemas.import_view(before)
        document = schemas.ended_import(before, data["aborted"], now())
        self.import_store.close(unit, document, before["version"])
        if not data["aborted"]:
            told = schemas.imported(document, context.actor.account)
            unit.emit(told, subject=document["_id"], version=document["version"], bureau=context.bureau)
        return schemas.import_view(document)

    @query(contracts.ImportQuery)
    def import_status(self, data: Data, context: RequestContext) -> Data:
        """How far an import is."""
        permissions.require_staff(context.actor, *READERS)
        return schemas.import_view(self.import_store.get(context.bureau, data["import_id"]))

    @query(contracts.ImportReportQuery)
    def import_report(self, data: Data, context: RequestContext) -> Data:
        """The refused rows of an import, and why."""
        permissions.require_staff(context.actor, *READERS)
        document = self.import_store.get(context.bureau, data["import_id"])
        found = self.import_store.refused(context.bureau, document["_id"], after(data, int), data["limit"])
        shown = page(found, data["limit"], lambda row: [row["row"]])
        sheet = schemas.read_sheet(document)
        return shown | {"items": [schemas.refusal_view(row, sheet) for row in shown["items"]]}

    @query(contracts.ImportsQuery)
    def imports(self, data: Data, context: RequestContext) -> Data:
        """The bureau's imports."""
        permissions.require_staff(context.actor, *READERS)
        found = self.import_store.page(context.bureau, after(data, str), data["limit"])
        shown = page(found, data["limit"], lambda document: [document["_id"]])
        return shown | {
            "items": [schemas.import_view(document) for document in shown["items"]],
            "may": ["import"] if context.actor.has(Role.LIAISON) else [],
        }

    @query(contracts.ExportQuery)
    def export_page(self, data: Data, context: RequestContext) -> Data:
        """Rows for a sheet; phones in full for liaisons alone, of outlets that are not closed."""
        permissions.require_staff(context.actor, *READERS)
        found = self.outlets.whole(context.bureau, chosen(data, context), after(data, str), data["limit"])
        shown = page(found, data["limit"], lambda outlet: [outlet.id])
        rows = [
            row
            for outlet in shown["items"]
            for row in export_rows(outlet, self.sealer, in_full=permissions.exports_in_full(context.actor, outlet))
        ]
        return shown | {"items": rows}

    def _save(self, unit: Unit, taken: Taken) -> None:
        for id_, changes in taken.changes.items():
            self.outlets.save(unit, taken.before[id_], *changes)
        unit.taken.update(RACED)
