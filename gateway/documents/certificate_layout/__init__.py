"""The certificate of honour (荣誉证书): a page of HTML and CSS, made into a PDF with its typefaces in it."""

from gateway.documents.certificate_layout.libraries import by_file_names

with by_file_names():
    from gateway.documents.certificate_layout.page import pdf

__all__ = ["pdf"]
