"""What was done by whom with rights and private things: append-only."""
