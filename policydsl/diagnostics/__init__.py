"""Floor 0, diagnostics: codes, spans, severities, and their rendering."""
