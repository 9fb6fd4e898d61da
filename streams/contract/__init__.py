"""The contract for programs that are not ours, and whether a change keeps it."""
