"""What tests of commands share: settings as the environment variables that a command reads."""

import pytest

from streams.settings import Settings


def variables(settings: Settings) -> dict[str, str]:
    """What a process must find in its environment to work with these settings."""
    return {
        "WIREWATCH_BOOTSTRAP": ",".join(settings.bootstrap),
        "WIREWATCH_TOPIC_PREFIX": settings.topic_prefix,
        "WIREWATCH_GROUP": settings.group,
        "WIREWATCH_PARTITIONS": str(settings.partitions),
    }


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings of the test, in the environment of commands that run in this process."""
    for name, value in variables(settings).items():
        monkeypatch.setenv(name, value)
    return variables(settings)
