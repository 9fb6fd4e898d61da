"""The audit: every report in wire.raw is accounted for by exactly one ending, or named."""

from streams.audit.account import Account
from streams.audit.run import audit

__all__ = ["Account", "audit"]
