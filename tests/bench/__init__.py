"""Benchmarks: figures beside a reference measured in the same run. Never part of a test."""
