"""Changes of a request that may make an atom of a formula yes, no or unknown, by kind of atom."""
