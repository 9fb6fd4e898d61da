"""Who may use the desk: users, tokens, a proxy that is believed; and what no request may do."""
