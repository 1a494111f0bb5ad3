"""Tests of the rule kinds."""
