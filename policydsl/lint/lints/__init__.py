"""The lints, one module each; `policydsl.lint.registry` lists them."""
