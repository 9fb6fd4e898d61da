"""Proof of exactly-once: the real pipeline on a real broker, while its processes are killed, stopped and continued."""
