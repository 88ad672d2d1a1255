"""Uploaded files (附件): in GridFS, with their bureau, owner, type by content and SHA-256.

Bytes never travel over RabbitMQ: services know files by their ids. Nothing is imported here: the process that cleans a
file would load the database with it, and take twice as long to begin.
"""
