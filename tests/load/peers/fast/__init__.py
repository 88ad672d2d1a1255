"""The same on FastAPI, aio-pika and pymongo's asynchronous client: with the database in the web process, or behind
an RPC hop by aio-pika's own pattern."""
