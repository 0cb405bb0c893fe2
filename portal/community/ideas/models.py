"""Ideas, what becomes of them, and comments."""
