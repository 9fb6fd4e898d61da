"""Alerting hooks: notices leave the house here, from an outbox that survives whatever happens to this process."""
