"""Silences on their topic: put, ended, read, and followed by every worker."""
