"""Signing in and staying signed in: passwords, sessions, tokens, an outside issuer."""
