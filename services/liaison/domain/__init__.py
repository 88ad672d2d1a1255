"""The rules of the liaison service."""
