"""The transactional loop, written once for every stage, and the table of stages."""
