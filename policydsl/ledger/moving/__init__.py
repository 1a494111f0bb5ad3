"""What goes into a ledger and out of it: events, facts, consents, as files."""
