"""Who may do what: users and roles, sessions, tokens, and what is checked of every request."""
