"""The meaning, law by law."""
