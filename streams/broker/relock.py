"""`python -m streams.broker.relock`: resolve Kafka and all that it needs, and write their lock. For maintainers."""

import hashlib
import sys
import tempfile
from pathlib import Path

from jgo.maven import MavenContext

from streams.broker.lock import LOCK

ROOTS = (
    "org.apache.kafka:kafka_2.13:4.4.0",
    # The logger that Kafka's log goes to. With log4j's own binding, jgo mixes in an older kafka-clients.
    "org.slf4j:slf4j-simple:1.7.36",
)


def relock(lock: Path = LOCK) -> int:
    """Write the lock; the number of jars. Needs the network."""
    with tempfile.TemporaryDirectory() as scratch:
        maven = MavenContext(repo_cache=Path(scratch))
        roots, others = maven.resolver.resolve([maven.create_dependency(root) for root in ROOTS])
        entries = []
        for dependency in (*roots, *others):
            artifact = dependency.artifact
            content = Path(artifact.resolve()).read_bytes()
            entries.append(
                f'[[jar]]\ncoordinates = "{artifact.groupId}:{artifact.artifactId}:{artifact.version}"\n'
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"\nsize = {len(content)}\n'
            )
    lock.write_text(
        "# Written by python -m streams.broker.relock: every jar of the broker, verified before each start.\n\n"
        + "\n".join(entries)
    )
    return len(entries)


if __name__ == "__main__":
    sys.stderr.write(f"{relock()} jars locked in {LOCK}\n")
