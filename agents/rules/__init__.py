"""The rule language: parse, index, match, explain."""
