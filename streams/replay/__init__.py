"""Replay: reports out of files into wire.raw, in the order and at the pace of their own times, each exactly once."""
