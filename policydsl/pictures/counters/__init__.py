"""Pictures of counters: what counts against each limit, and when it frees."""
