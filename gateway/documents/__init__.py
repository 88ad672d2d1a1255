"""Documents (文书): the notice as DOCX, the table as XLSX, the certificate as PDF. Data in, bytes out, nothing else.

The same data gives the same bytes, whoever renders it and when: a document's SHA-256 can be kept and compared.
"""
