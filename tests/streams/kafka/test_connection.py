"""Settings become aiokafka's arguments, or one line that says what is missing."""

from pathlib import Path

import pytest
import trustme

from streams.kafka.connection import client_options
from streams.problem import Problem
from streams.settings import Settings


def test_plain_needs_no_more_than_the_servers() -> None:
    assert client_options(Settings(bootstrap=["a:1", "b:2"])) == {
        "bootstrap_servers": ["a:1", "b:2"],
        "security_protocol": "PLAINTEXT",
        "ssl_context": None,
    }


def test_sasl_brings_user_password_and_mechanism() -> None:
    options = client_options(
        Settings(security="SASL_PLAINTEXT", sasl_mechanism="PLAIN", sasl_username="desk", sasl_password="open sesame")
    )
    assert options["ssl_context"] is None
    assert {name: value for name, value in options.items() if name.startswith("sasl")} == {
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": "desk",
        "sasl_plain_password": "open sesame",
    }


def test_tls_checks_the_brokers_names() -> None:
    context = client_options(Settings(security="SSL"))["ssl_context"]
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_a_client_certificate_is_loaded(tmp_path: Path) -> None:
    authority, certificate = trustme.CA(), trustme.CA().issue_cert("desk.example")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    mutual = Settings(
        security="SSL", tls_ca=tmp_path / "ca.pem", tls_cert=tmp_path / "cert.pem", tls_key=tmp_path / "key.pem"
    )
    assert client_options(mutual)["ssl_context"].get_ca_certs()
    swapped = mutual.model_copy(update={"tls_key": tmp_path / "cert.pem"})
    with pytest.raises(Problem, match=r"the TLS files .* do not read"):
        client_options(swapped)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"security": "SASL_SSL"}, "security SASL_SSL needs a user and a password"),
        ({"security": "SASL_SSL", "sasl_username": "desk"}, "set sasl_username and sasl_password"),
        ({"security": "SSL", "tls_ca": "nowhere.pem"}, "setting tls_ca: no file nowhere.pem"),
        ({"security": "SSL", "tls_ca": __file__}, "the TLS files (tls_ca, tls_cert, tls_key) do not read"),
        ({"security": "SSL", "tls_cert": "nowhere.pem"}, "setting tls_cert: no file nowhere.pem"),
    ],
    ids=["no user", "no password", "no such file", "not PEM", "no certificate"],
)
def test_what_is_missing_is_named(given: dict[str, str], expected: str) -> None:
    with pytest.raises(Problem) as problem:
        client_options(Settings(**given))
    assert expected in problem.value.message
    assert problem.value.exit_code == 2
