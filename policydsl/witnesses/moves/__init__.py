"""Changes of a request that may make one atom of a formula yes, no or unknown, by kinds of atoms."""
