"""Properties of the meaning, and the engine held equal to the reference on generated cases."""
