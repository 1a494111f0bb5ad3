"""Lints: trouble that a policy's text allows, each shown by a request that the evaluator judged."""
