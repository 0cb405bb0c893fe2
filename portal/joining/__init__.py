"""How accounts come, sleep and go: invitations, requests, dormant accounts, how long things are kept."""
