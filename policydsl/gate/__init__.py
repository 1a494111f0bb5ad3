"""The gate: decide, reserve, confirm, release."""
