"""Settings: one TOML file (`wirewatch.toml`, or the one that WIREWATCH_CONFIG names) under environment variables."""

import difflib
import os
import re
import tomllib
from ipaddress import ip_network
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
    memory_days: float = Field(
        30,
        gt=0,
        description="days for which a story that nothing comes to is remembered; as long as retention at least",
    )
    session_timeout: float = Field(6, ge=1, description="seconds after which a silent worker's partitions move on")
    broker_patience: float = Field(120, gt=0, description="seconds that a worker waits for a broker that is away")
    batch: int = Field(100, ge=1, description="most messages in one transaction of a stage")

    data_dir: Path = Field(Path(".wirewatch"), description="the embedded broker's data, logs and pid files")
    cache_dir: Path | None = Field(None, description="where jars are kept; None: the user's cache directory")
    archive: Path | None = Field(None, description="the archive's file; None: archive.db in data_dir")
    archive_days: float | None = Field(None, gt=0, description="days that the archive keeps a report; None: for good")
    archive_gb: float | None = Field(None, gt=0, description="largest size of the archive, in GB; None: no limit")
    rules: Path | None = Field(None, description="rules: a file or folder; None: the topic wire.rules")
    model: str = Field("fast", description="entity model: fast, accurate, or the name or path of a spaCy pipeline")
    labels: dict[str, str] = Field(
        {}, description="labels of another spaCy pipeline: ours, beside the built-in table; an empty one is left out"
    )
    aliases: Path | None = Field(None, description="one name for one thing: alias file; None: the one that comes along")
    phrases: Path | None = Field(None, description="folder of phrase lists, <label>.txt; None: those that come along")
    desk_host: str = Field("127.0.0.1", description="where the desk listens; beyond this machine it needs users")
    desk_port: int = Field(8420, ge=0, le=65535, description="port of the desk; 0: any that is free")
    desk_names: Annotated[list[str], NoDecode] = Field(
        [], description="names that browsers may call the desk by, with commas between; loopback's are always allowed"
    )
    desk_users: Path | None = Field(None, description="users and tokens of the desk; None: desk/users.json in data_dir")
    desk_proxies: Annotated[list[str], NoDecode] = Field(
        [], description="addresses or networks of proxies that are believed, with commas between"
    )
    desk_proxy_user: str | None = Field(
        None, description="header in which a believed proxy names the user; needs desk_proxies"
    )
    desk_proxy_role: str | None = Field(None, description="header in which it gives the role; None: everybody reads")
    desk_alerts: int = Field(2000, ge=10, le=100_000, description="alerts that the desk keeps at hand")
    desk_streams: int = Field(1000, ge=1, description="most open event streams at once")
    desk_rate: float = Field(50, gt=0, description="requests a second of one user, in the long run")
    max_bytes: int = Field(50_000_000, ge=1_000, description="largest report that is read, in bytes")

    desk_url: str | None = Field(None, description="where people reach the desk; notices link to it")
    hooks_retries: Annotated[list[float], NoDecode] = Field(
        [0, 5, 300, 1800, 7200, 18000, 36000, 36000],
        min_length=1,
        description="seconds before each attempt to deliver a notice, with commas between",
    )
    hooks_jitter: float = Field(0.1, ge=0, le=1, description="part of itself by which chance lengthens each of them")
    hooks_timeout: float = Field(15, gt=0, description="seconds that an endpoint has to answer")
    hooks_concurrency: int = Field(8, ge=1, description="requests to one endpoint at a time, unless it says otherwise")
    hooks_off_after: float = Field(120, gt=0, description="hours of failure after which an endpoint is switched off")
    hooks_keep: float = Field(30, gt=0, description="days that notices and attempts to deliver them are kept")
    hooks_allow: Annotated[dict[str, str], NoDecode] = Field(
        {}, description="private ranges that hooks may reach, name=range, with commas between"
    )
    hooks_templates: Path | None = Field(None, description="folder of your templates, NAME.txt.j2 and NAME.json.j2")

    @field_validator("hooks_retries", mode="before")
    @classmethod
    def _delays(cls, value: Any) -> Any:
        """A variable holds them with commas between, or as a JSON list; a file may as well hold a list."""
        if isinstance(value, str):
            value = orjson.loads(value) if value.startswith("[") else [part.strip() for part in value.split(",")]
        if isinstance(value, list) and any(float(delay) < 0 for delay in value):
            raise ValueError("seconds are not negative")
        return value

    @field_validator("hooks_allow", mode="before")
    @classmethod
    def _ranges(cls, value: Any) -> Any:
        """A variable holds name=range pairs with commas between, or a JSON object; a file a table."""
        if isinstance(value, str) and not value.startswith("{"):
            pairs = [part.partition("=") for part in value.split(",") if part.strip()]
            value = {name.strip(): network.strip() for name, _, network in pairs}
        elif isinstance(value, str):
            value = orjson.loads(value)
        for name, network in value.items() if isinstance(value, dict) else []:
            if not name or not network:
                raise ValueError("each range has a name: office=10.1.0.0/16")
            ip_network(str(network))
        return value

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

    @field_validator("desk_names", "desk_proxies", mode="before")
    @classmethod
    def _list(cls, value: Any) -> Any:
        """As `bootstrap`: commas or JSON in a variable, a list in a file."""
        if not isinstance(value, str):
            return value
        if value.startswith("["):
            return orjson.loads(value)
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("labels")
    @classmethod
    def _our_labels(cls, value: dict[str, str]) -> dict[str, str]:
        """Ours are words in capitals, for rules to name them."""
        for theirs, ours in value.items():
            if ours and not re.fullmatch(r"[A-Z][A-Z0-9_]*", ours):
                raise ValueError(f"{theirs} = {ours!r}: a label is a word in capitals, as PERSON or WEAPON, or empty")
        return value

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

    @property
    def archive_file(self) -> Path:
        """Where the archive is."""
        return self.archive or self.data_dir / "archive.db"

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
