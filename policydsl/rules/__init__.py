"""Floor 2, the rule kinds: one module each, lowering its clauses to the core."""
