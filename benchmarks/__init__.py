"""Measurements of speed and size; `python -m benchmarks` prints them. See README.md."""
