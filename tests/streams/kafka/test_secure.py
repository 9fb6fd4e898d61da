"""TLS and SASL against a broker that asks for them, with certificates made for the test."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from schemas.topics import ALERTS, ARCHIVE, DEAD, RAW
from streams.broker import Broker, free_port
from streams.kafka.connection import client_options
from streams.kafka.topics import check_topics, make_topics
from streams.problem import Problem
from streams.settings import Settings
from streams.worker.processes import WorkerProcess

pytestmark = pytest.mark.kafka

WORKER_LIMIT = 120.0  # seconds; the test ends as soon as the worker has done its work

USER, PASSWORD = "desk", "for this test alone"


class Secure:
    """A broker with two listeners that ask: for a password under TLS, and for a client certificate."""

    def __init__(self, folder: Path, cache_dir: Path | None) -> None:
        authority, stranger = trustme.CA(), trustme.CA()
        self.ca, self.stranger = folder / "ca.pem", folder / "stranger.pem"
        self.cert, self.key = folder / "client.pem", folder / "client.key"
        authority.cert_pem.write_to_path(self.ca)
        stranger.cert_pem.write_to_path(self.stranger)
        client = authority.issue_cert("desk.example")
        client.cert_chain_pems[0].write_to_path(self.cert)
        client.private_key_pem.write_to_path(self.key)
        keystore = folder / "broker.pem"
        keystore.write_bytes(_keystore(authority.issue_cert("127.0.0.1")))
        plain, self.sasl_port, self.mutual_port = free_port(), free_port(), free_port()
        controller = free_port()
        clients = f"CLIENT://127.0.0.1:{plain},SASL://127.0.0.1:{self.sasl_port},MUTUAL://127.0.0.1:{self.mutual_port}"
        stores = {
            f"listener.name.{name}.ssl.{store}.{key}": value
            for name in ("sasl", "mutual")
            for store, path in (("keystore", keystore), ("truststore", self.ca))
            for key, value in (("type", "PEM"), ("location", str(path)))
        }
        jaas = "org.apache.kafka.common.security"
        properties = stores | {
            "listeners": f"{clients},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": clients,
            "listener.security.protocol.map": "CLIENT:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT",
            "listener.name.mutual.ssl.client.auth": "required",
            "listener.name.sasl.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
            "listener.name.sasl.plain.sasl.jaas.config":
                f'{jaas}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";',
            "listener.name.sasl.scram-sha-512.sasl.jaas.config": f"{jaas}.scram.ScramLoginModule required;",
        }  # fmt: skip
        scram = ("--add-scram", f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]")
        self.broker = Broker(
            folder / "data", plain, controller, cache_dir=cache_dir, properties=properties, format_options=scram
        )

    def settings(self, how: str, **changed: object) -> Settings:
        """Settings that get in: by `PLAIN`, `SCRAM-SHA-512` or `certificate`; `changed` spoils them."""
        if how == "certificate":
            own = {"security": "SSL", "tls_cert": self.cert, "tls_key": self.key}
        else:
            own = {"security": "SASL_SSL", "sasl_mechanism": how, "sasl_username": USER, "sasl_password": PASSWORD}
        port = self.mutual_port if how == "certificate" else self.sasl_port
        common = {"bootstrap": [f"127.0.0.1:{port}"], "tls_ca": self.ca, "partitions": 1, "topic_prefix": f"{how}."}
        return Settings(**{**common, **own, **changed})


def _keystore(certificate: trustme.LeafCert) -> bytes:
    """Key and chain as Kafka reads them: PKCS #8."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem + b"".join(blob.bytes() for blob in certificate.cert_chain_pems)


@pytest.fixture(scope="module")
def secure(broker: Broker, tmp_path_factory: pytest.TempPathFactory, cache_dir: Path | None) -> Iterator[Secure]:
    del broker  # has the jars ready
    secure = Secure(tmp_path_factory.mktemp("secure"), cache_dir)
    asyncio.run(secure.broker.start())
    yield secure
    asyncio.run(secure.broker.stop())


@pytest.mark.parametrize("how", ["PLAIN", "SCRAM-SHA-512", "certificate"])
async def test_whoever_may_gets_in_and_works(how: str, secure: Secure) -> None:
    settings = secure.settings(how)
    await make_topics(settings)
    await check_topics(settings)
    topic = settings.topic(RAW.name)
    producer = AIOKafkaProducer(**client_options(settings), transactional_id=f"secure-{how}")
    async with producer, producer.transaction():
        await producer.send(topic, b"a report")
    consumer = AIOKafkaConsumer(
        topic, **client_options(settings), group_id=how, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    async with consumer:
        assert (await consumer.getone()).value == b"a report"


@pytest.mark.parametrize(
    ("how", "changed"),
    [
        ("PLAIN", {"sasl_password": "wrong"}),
        ("SCRAM-SHA-512", {"sasl_password": "wrong"}),
        ("SCRAM-SHA-512", {"security": "SASL_PLAINTEXT"}),
        ("certificate", {"tls_cert": None, "tls_key": None}),
        ("certificate", {"tls_ca": "stranger"}),
    ],
    ids=["wrong password", "wrong SCRAM password", "no TLS", "no certificate", "a stranger's authority"],
)
async def test_whoever_may_not_is_told_in_one_line(how: str, changed: dict[str, object], secure: Secure) -> None:
    spoilt = {name: secure.stranger if value == "stranger" else value for name, value in changed.items()}
    settings = secure.settings(how, **spoilt)
    with pytest.raises(Problem, match=r"no broker answers at .* security, TLS and SASL are set as it asks") as problem:
        async with asyncio.timeout(30):
            await make_topics(settings)
    assert "\n" not in problem.value.message
    assert PASSWORD not in problem.value.message


async def test_workers_get_in_and_work(secure: Secure, tmp_path: Path) -> None:
    """Faust has words of its own for TLS and SASL, one for each kind of security."""
    await asyncio.gather(
        *(_worker_ends_a_report(secure, how, tmp_path / how) for how in ("SCRAM-SHA-512", "certificate"))
    )


async def _worker_ends_a_report(secure: Secure, how: str, folder: Path) -> None:
    settings = secure.settings(how, topic_prefix=f"worker.{how}.", group=how, data_dir=folder)
    await make_topics(settings)
    async with AIOKafkaProducer(**client_options(settings)) as producer:
        await producer.send_and_wait(settings.topic(RAW.name), b"", b"nothing in it")
    endings = [settings.topic(topic.name) for topic in (ALERTS, ARCHIVE, DEAD)]
    consumer = AIOKafkaConsumer(
        *endings, **client_options(settings), auto_offset_reset="earliest", isolation_level="read_committed"
    )
    worker = WorkerProcess(settings, folder / "worker.log")
    async with consumer, worker:
        tasks = [asyncio.ensure_future(each) for each in (consumer.getone(), worker.ended())]
        done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED, timeout=WORKER_LIMIT)
        for task in waiting:
            task.cancel()
        assert done == {tasks[0]}, worker.log.read_text()[-2000:]
        assert tasks[0].result().topic == settings.topic(DEAD.name)
