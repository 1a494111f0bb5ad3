"""Floor 4, the engine: compiled policies, next instants, and explanations."""
