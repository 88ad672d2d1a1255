"""The operators' command."""

# Before pymongo, wherever that comes: it is kept from loading all that there is for certificates.
import shared as _shared  # noqa: F401
