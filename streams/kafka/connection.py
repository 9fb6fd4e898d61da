"""From settings to clients: the one place that says how aiokafka reaches the brokers."""

import ssl
from pathlib import Path
from typing import Any

from streams.problem import Problem
from streams.settings import Settings


def client_options(settings: Settings) -> dict[str, Any]:
    """Keyword arguments that every aiokafka client takes: bootstrap servers, and TLS and SASL as set.

    Raises Problem where the TLS files do not read or a SASL security lacks its user or password.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": list(settings.bootstrap),
        "security_protocol": settings.security,
        "ssl_context": ssl_context(settings),
    }
    if settings.security.startswith("SASL"):
        user, password = settings.sasl_username, settings.sasl_password
        if user is None or password is None:
            what = f"security {settings.security} needs a user and a password"
            raise Problem(what, "set sasl_username and sasl_password (WIREWATCH_SASL_PASSWORD)", exit_code=2)
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": user,
            "sasl_plain_password": password.get_secret_value(),
        }
    return options


def ssl_context(settings: Settings) -> ssl.SSLContext | None:
    """The TLS context, None where the security asks for none. The brokers' names are always checked."""
    if not settings.security.endswith("SSL"):
        return None
    for name, path in (("tls_ca", settings.tls_ca), ("tls_cert", settings.tls_cert), ("tls_key", settings.tls_key)):
        if path is not None and not path.is_file():
            raise Problem(f"setting {name}: no file {path}", "give the path of a PEM file", exit_code=2)
    try:
        context = ssl.create_default_context(cafile=_text(settings.tls_ca))
        if settings.tls_cert is not None:
            context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (ssl.SSLError, OSError) as error:
        what = f"the TLS files (tls_ca, tls_cert, tls_key) do not read: {error}"
        raise Problem(what, "they must be PEM, and the key must be the certificate's", exit_code=2) from error
    return context


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
