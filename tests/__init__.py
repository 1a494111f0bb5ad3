"""Tests, arranged by floor like the package."""
