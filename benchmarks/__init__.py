"""Measurements, each next to a baseline of the same run: `python -m benchmarks [NAME …]`."""
