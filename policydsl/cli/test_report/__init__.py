"""What `policydsl test` prints: text, the table of coverage, JSON, JUnit."""
