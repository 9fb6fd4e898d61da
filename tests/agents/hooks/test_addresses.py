"""Which addresses a hook may reach."""

from ipaddress import ip_network

import pytest

from agents.hooks.addresses import parse_address, why_forbidden

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
    "64:ff9b::808:808",
]
FORBIDDEN = [
    # address: a word of the reason
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("0.0.0.0", "unspecified"),
    ("0.1.2.3", "this host"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("192.168.1.1", "private"),
    ("100.64.0.1", "not public"),
    ("169.254.1.1", "link-local"),
    ("169.254.169.254", "metadata"),
    ("169.254.170.2", "metadata"),
    ("168.63.129.16", "metadata"),
    ("100.100.100.200", "metadata"),
    ("192.0.0.192", "metadata"),
    ("198.18.0.1", "private"),
    ("192.0.2.1", "private"),
    ("192.88.99.1", "6to4"),
    ("224.0.0.1", "multicast"),
    ("240.0.0.1", "private"),
    ("255.255.255.255", "broadcast"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "metadata"),
    ("ff02::1", "multicast"),
    ("2001:db8::1", "private"),
    ("3fff::1", "documents"),
    ("2001:0:1::1", "Teredo"),
    ("64:ff9b:1::1", "NAT64"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:a9fe:a9fe", "metadata"),
    ("::127.0.0.1", "loopback"),
    ("::ffff:0:7f00:1", "loopback"),
    ("2002:7f00:1::", "loopback"),
    ("2002:a9fe:a9fe::1", "metadata"),
    ("2002:c0a8:101::1", "private"),
    ("64:ff9b::a00:1", "private"),
    ("64:ff9b::a9fe:a9fe", "metadata"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert why_forbidden(parse_address(address)) is None


@pytest.mark.parametrize(("address", "reason"), FORBIDDEN)
def test_forbidden_addresses(address: str, reason: str) -> None:
    assert reason in (why_forbidden(parse_address(address)) or "")


def test_a_range_that_the_operator_allows() -> None:
    allowed = {"office": ip_network("10.1.0.0/16")}
    assert why_forbidden(parse_address("10.1.2.3"), allowed) is None
    assert why_forbidden(parse_address("::ffff:10.1.2.3"), allowed) is None
    assert why_forbidden(parse_address("10.2.0.1"), allowed) == "a private address"
    assert why_forbidden(parse_address("::1"), allowed) == "a loopback address"
