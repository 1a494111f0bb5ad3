"""Tests of what the tests of a policy have seen of it."""
