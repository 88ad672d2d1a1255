"""The pictures of the guides, taken anew from the running demo: `make screenshots`."""
