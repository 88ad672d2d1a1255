"""The layout of official documents, GB/T 9704-2012 (党政机关公文格式), as WordprocessingML."""

from gateway.documents.official_layout.page import docx

__all__ = ["docx"]
