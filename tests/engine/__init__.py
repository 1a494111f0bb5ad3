"""Tests of `policydsl.engine`."""
