"""The contract of stores: tests that hold any implementation to the protocol."""
