"""Tests of floor 0: places, values, catalogue and renderers."""
