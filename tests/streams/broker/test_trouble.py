"""What a broker's log means, as a table of words that Kafka and Java were seen to say."""

from pathlib import Path

import pytest

from streams.broker.trouble import explain


@pytest.mark.parametrize(
    ("log", "code", "expected"),
    [
        ("java.io.IOException: No space left on device", 1, "the disk is full at DIR; make room"),
        ("org.apache.kafka.common.KafkaException: Socket server failed to bind to 127.0.0.1:1: Address already in use.",
         1, "the port is taken"),
        ("Failed to acquire lock on file .lock in /x. A Kafka instance in another process or thread is using it.",
         1, "another broker uses DIR"),
        ("java.lang.RuntimeException: Invalid cluster.id in: /x/meta.properties. Expected A, but read B", 1,
         "DIR holds the data of another cluster"),
        ("java.nio.file.AccessDeniedException: /x", 1, "DIR may not be written"),
        ("Terminating due to java.lang.OutOfMemoryError: Java heap space", 3, "memory ran out"),
        ("There is insufficient memory for the Java Runtime Environment to continue.", 1, "memory ran out"),
        ("java.io.IOException: Too many open files", 1, "the limit of open files is too low"),
        ("something\nnobody has seen before", 1, "ended with code 1: nobody has seen before; see its log"),
        ("", -9, "ended by signal 9: its log is empty"),
        ("", None, "the broker does not answer; see its log"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_the_log_in_one_line(log: str, code: int | None, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "broker.log"
    path.write_text(log)
    message = explain(path, Path("DIR"), code).message
    assert expected in message
    assert str(path) in message
    assert "\n" not in message


def test_a_log_that_is_not_there_is_no_further_trouble(tmp_path: Path) -> None:
    assert "its log is empty" in explain(tmp_path / "broker.log", tmp_path, 1).message
