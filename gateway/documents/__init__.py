"""Documents (文书): the notice as DOCX, the table as XLSX, the certificate as PDF. Data in, bytes out, nothing else.

The same data gives the same bytes, whoever renders it and when: a document's SHA-256 can be kept and compared.
"""

from __future__ import annotations

from gateway.documents.model import Certificate, OfficialDocument, Workbook

__all__ = ["Certificate", "Document", "OfficialDocument", "Workbook", "make"]

Document = OfficialDocument | Workbook | Certificate


def make(document: Document) -> bytes:
    """The document as a file: DOCX, XLSX or PDF by its kind. It takes CPU: see `gateway.documents.rendering`."""
    # A kind's libraries take half a second to load; the process that serves requests needs none of them.
    match document:
        case OfficialDocument():
            from gateway.documents.official_layout import docx  # noqa: PLC0415

            return docx(document)
        case Workbook():
            from gateway.documents.workbook_layout import xlsx  # noqa: PLC0415

            return xlsx(document)
        case Certificate():
            from gateway.documents.certificate_layout import pdf  # noqa: PLC0415

            return pdf(document)
