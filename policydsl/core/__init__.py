"""Floor 1, the core: formulas, windows, clock and calendars, and their meaning."""
