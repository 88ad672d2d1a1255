"""Who asks, and what they may: signing in and staying signed in, sessions, tokens, an outside issuer, roles."""
