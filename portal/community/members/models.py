"""Members and the posts that they hold: who does what in which district."""
