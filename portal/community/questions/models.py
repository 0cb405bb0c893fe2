"""Questions to speakers and posts, and their answers."""
