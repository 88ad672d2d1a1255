"""Resumable uploads (断点续传) by the tus protocol 1.0 (tus.io): sent in parts, through any gateway process.

What has arrived lies in MongoDB, in pieces of at most a mebibyte. When the last byte is there, the file goes through
the same door as any other (`gateway.files.door`), in the background.
"""

from gateway.uploads.finishing import Finisher
from gateway.uploads.receiving import Receiver
from gateway.uploads.store import Upload, Uploads

__all__ = ["Finisher", "Receiver", "Upload", "Uploads"]
