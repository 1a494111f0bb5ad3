"""Floor 2, the syntax: text and YAML to a tree with spans, and the tree back to text."""
