"""A short story through the gateway, as people would play it: `make demo`."""
