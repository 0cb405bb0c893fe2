"""Tests that drive the running portal with a browser; `conftest.py` says what they can use."""
