"""The ledger: where contacts, consents, facts and reservations are kept."""
