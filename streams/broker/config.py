"""How the embedded broker is set: one table of Kafka's own settings, made for one small machine."""

from collections.abc import Mapping
from pathlib import Path

CLUSTER_ID = "wirewatchwirewatchwire"
"""22 characters of base64, as Kafka asks. One name for all, so that nodes of a test's cluster find each other."""

FIXED: Mapping[str, str] = {
    "process.roles": "broker,controller",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "CLIENT",
    "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    # Topics are made by `wirewatch topics make` alone: a mistyped name is an error, not a new topic.
    "auto.create.topics.enable": "false",
    # One node: its own topics have one replica, and few partitions, so that the first start is fast.
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # Tests and demos start one worker: nobody else is worth waiting for.
    "group.initial.rebalance.delay.ms": "0",
    # aiokafka speaks the first transaction protocol, whose first produce to a partition in each transaction is
    # answered NotEnoughReplicas while the broker asks the coordinator about the transaction, and is tried again: about
    # 20 ms each. The check defends against a producer that goes on after its transaction was aborted under it; on
    # one node with one replica the coordinator's own fencing suffices.
    "transaction.partition.verification.enable": "false",
    # A broker that was killed is let in again when its old session has ended: 9 s by default.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    # Room for the largest report (setting max_bytes) with its envelope.
    "socket.request.max.bytes": "209715200",
    # Memory: the cleaner's map alone takes 128 MB of heap by default; this one holds 600,000 keys a pass.
    "log.cleaner.dedupe.buffer.size": "16777216",
    "num.network.threads": "2",
    "num.io.threads": "4",
    "background.threads": "4",
    # Index files are made at full size (10 MB, two a partition), sparse: small ones are kinder to small disks.
    "log.index.size.max.bytes": "1048576",
}


def server_properties(
    folder: Path, node_id: int, port: int, controller_port: int, voters: str | None, more: Mapping[str, str]
) -> str:
    """The text of server.properties. `more` has the last word. `voters` is None for a cluster of this node alone."""
    computed = {
        "node.id": str(node_id),
        "controller.quorum.voters": voters or f"{node_id}@127.0.0.1:{controller_port}",
        "listeners": f"CLIENT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"CLIENT://127.0.0.1:{port}",
        "log.dirs": folder.as_posix(),
    }
    return "".join(f"{name}={value}\n" for name, value in {**FIXED, **computed, **more}.items())
