"""Settings: one TOML file (`wirewatch.toml`, or the one that WIREWATCH_CONFIG names) under environment variables."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from streams.problem import Problem


def config_file() -> Path:
    """The settings file: WIREWATCH_CONFIG, else wirewatch.toml in the working directory. It need not exist."""
    return Path(os.environ.get("WIREWATCH_CONFIG", "wirewatch.toml"))


class Settings(BaseSettings):
    """Every setting with its default. The variable of `group` is `WIREWATCH_GROUP`, and so on."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", extra="forbid", frozen=True)

    bootstrap: Annotated[list[str], NoDecode] = Field(
        ["127.0.0.1:9392"], min_length=1, description="brokers, host:port, with commas between"
    )
    security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="how to speak to the brokers"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism, with a SASL security"
    )
    sasl_username: str | None = Field(None, description="SASL user")
    sasl_password: SecretStr | None = Field(None, description="SASL password")
    tls_ca: Path | None = Field(None, description="CA file that signed the brokers' certificates; None: the system's")
    tls_cert: Path | None = Field(None, description="client certificate, for mutual TLS")
    tls_key: Path | None = Field(None, description="key of the client certificate")

    group: str = Field("wirewatch", description="consumer group and prefix of every transactional.id")
    topic_prefix: str = Field("", description="put before every topic name, so that several pipelines share a cluster")
    partitions: int = Field(4, ge=1, le=1000, description="partitions of each topic")
    replication: int = Field(1, ge=1, description="replicas of each topic; 3 on a cluster")
    retention_hours: float = Field(168, gt=0, description="how long topics keep messages, in hours")
    session_timeout: float = Field(6, ge=1, description="seconds after which a silent worker's partitions move on")
    broker_patience: float = Field(120, gt=0, description="seconds that a worker waits for a broker that is away")
    batch: int = Field(100, ge=1, description="most messages in one transaction of a stage")

    data_dir: Path = Field(Path(".wirewatch"), description="the embedded broker's data, logs and pid files")
    cache_dir: Path | None = Field(None, description="where jars are kept; None: the user's cache directory")
    rules: Path | None = Field(None, description="rules: a file or folder; None: the topic wire.rules")
    model: str = Field("fast", description="entity model: fast, accurate, or the name or path of a spaCy pipeline")
    aliases: Path | None = Field(None, description="one name for one thing: alias file; None: the one that comes along")
    phrases: Path | None = Field(None, description="folder of phrase lists, <label>.txt; None: those that come along")
    max_bytes: int = Field(50_000_000, ge=1_000, description="largest report that is read, in bytes")

    @field_validator("bootstrap", mode="before")
    @classmethod
    def _servers(cls, value: Any) -> Any:
        """A variable holds them with commas between, or as a JSON list; a file may as well hold a list."""
        servers = value
        if isinstance(value, str):
            servers = orjson.loads(value) if value.startswith("[") else [part.strip() for part in value.split(",")]
        for server in servers if isinstance(servers, list) else []:
            host, _, port = str(server).rpartition(":")
            if not host or not port.isdecimal() or not 0 < int(port) < 65536:
                raise ValueError(f"{server!r} is not host:port")
        return servers

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the library fixes the signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())

    @property
    def max_message_bytes(self) -> int:
        """Largest message that topics take: the largest report, and room for what enrichment adds to it."""
        return self.max_bytes + 16_000_000

    def topic(self, name: str) -> str:
        """The topic's name on the cluster."""
        return f"{self.topic_prefix}{name}"


def load(**given: object) -> Settings:
    """Read the settings; what is `given` goes before the environment, and that before the file.

    Raises Problem, naming the setting, what is wrong with it, and where it came from.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type] # checked as it is read
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        known = difflib.get_close_matches(name, Settings.model_fields, n=1)
        hint = f"did you mean {known[0]}?" if known and first["type"] == "extra_forbidden" else "see wirewatch settings"
        raise Problem(f"setting {name}: {first['msg']}", hint, exit_code=2) from error
    except (SettingsError, tomllib.TOMLDecodeError) as error:
        raise Problem(f"{config_file()} or the environment: {error}", "mend it and try again", exit_code=2) from error
