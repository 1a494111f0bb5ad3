"""Floor 2, the facts: vocabulary, types, and the checking of requests."""
