"""Never over, never leaked: workers and servers are killed, and everything is counted afterwards."""
