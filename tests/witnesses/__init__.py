"""Searches for requests: what is found is so, and enough is found."""
