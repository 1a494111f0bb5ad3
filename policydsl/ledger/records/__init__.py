"""Decision records: written, put under other names, checked again."""
