"""Signatures, held against the reference library."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from agents.hooks.signature import BadSecret, key_of, make_secret, sign, verify, webhook_id

OLD, NEW = make_secret(b"o" * 32), make_secret(b"n" * 32)


@given(st.text(), st.binary(min_size=24, max_size=64))
def test_the_reference_library_takes_ours(text: str, key: bytes) -> None:
    body = json.dumps({"text": text}).encode()
    secret = make_secret(key)
    headers = sign("n-1", int(time.time()), body, [secret])
    assert Webhook(secret).verify(body, headers) == {"text": text}


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_both_secrets_sign_while_one_takes_over(secret: str) -> None:
    headers = sign("n-1", int(time.time()), b"{}", [NEW, OLD])
    assert Webhook(secret).verify(b"{}", headers) == {}


def test_verifying() -> None:
    headers = sign("n-1", 1000, b"body", [NEW])
    assert verify(headers, b"body", [OLD, NEW], 1000) is None
    assert verify(headers, b"body", [OLD], 1000) == "no signature of it is by a secret that is known here"
    assert verify(headers, b"bodY", [NEW], 1000) is not None
    assert verify({**headers, "webhook-id": "n-2"}, b"body", [NEW], 1000) is not None
    assert verify(headers, b"body", [NEW], 1301) == "its time stamp is 301 s off"
    assert "lacks" in (verify({}, b"body", [NEW], 1000) or "")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!", "whsec_c2hvcnQ=", NEW.removeprefix("whsec_"), "whsec_é"])
def test_what_is_no_secret_is_said_to_be_none_and_not_repeated(secret: str) -> None:
    with pytest.raises(BadSecret) as raised:
        key_of(secret)
    assert secret in ("", "whsec_") or secret not in str(raised.value)


@given(st.text(min_size=1))
def test_ids_fit_a_header(notice: str) -> None:
    id_ = webhook_id(notice)
    assert id_ == webhook_id(notice)
    assert id_.isascii()
    assert id_.isprintable()
    assert "." not in id_
    assert 0 < len(id_) <= 200
