"""The broker: a real Apache Kafka (KRaft) on this machine, from Python packages and locked jars alone."""

from streams.broker.embedded import embedded, running
from streams.broker.node import Broker
from streams.broker.ports import free_port

__all__ = ["Broker", "embedded", "free_port", "running"]
