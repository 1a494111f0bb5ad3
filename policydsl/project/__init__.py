"""A project: its settings in `policydsl.toml`, and what was found out about it before.

In: folders and files, hostile until read. Out: `Settings`, and the cache of results.
"""
