"""A project to begin with: a policy, its tests, and what CI and editors want."""
