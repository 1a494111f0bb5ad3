"""The gate against the SQL that it needs, written by hand."""
