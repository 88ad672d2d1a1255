"""The web console: pages on the public API, and nothing else. It has no rule, sum or permission of its own."""
