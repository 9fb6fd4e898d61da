"""What talks to the broker: connections, transactions, reading, changelogs, topics."""
