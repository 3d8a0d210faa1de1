"""Who may change the catalogue: accounts, signing in, roles, tokens."""
