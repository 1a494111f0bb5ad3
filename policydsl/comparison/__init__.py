"""Two versions of a policy compared: rule by rule in words, and over a file of requests."""
