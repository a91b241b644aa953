# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No entered address leads into an internal network, in whatever form it is written."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels_mgmt.connectors.addresses import UnsafeAddress, check_base_url, is_public, resolve

INTERNAL = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.178.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:4136:e378::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "4000::1",
]
PUBLIC = [
    "93.184.216.34",
    "1.1.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:93.184.216.34",
    "2002:5db8:d822::1",
]


@pytest.mark.parametrize("address", INTERNAL)
def test_a_name_that_leads_inside_is_refused(address):
    with pytest.raises(UnsafeAddress):
        check_base_url("https://social.example", resolver=lambda host, port: [address])


@pytest.mark.parametrize("address", INTERNAL)
def test_one_internal_address_among_public_ones_is_enough_to_refuse(address):
    with pytest.raises(UnsafeAddress):
        check_base_url("https://social.example", resolver=lambda host, port: ["93.184.216.34", address])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_accepted(address):
    assert check_base_url("https://social.example/", resolver=lambda host, port: [address]) == "https://social.example"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1",
        "https://127.1",
        "https://2130706433",
        "https://0x7f000001",
        "https://0x7f.0.0.1",
        "https://0177.0.0.1",
        "https://0177.1",
        "https://127.0.0.0x1",
        "https://１２７.0.0.1",
        "https://127。0。0。1",
        "https://127.0.0.1.",
        "https://①②⑦.0.0.1",
        "https://[::1]",
        "https://[::ffff:7f00:1]",
        "https://[64:ff9b::7f00:1]",
        "https://[fe80::1%25eth0]",
        "https://localhost",
        "https://localhost.",
        "https://LOCALHOST",
        "https://3232235777",
        "https://0xc0a80101",
        "https://169.254.169.254",
        "https://0",
        "https://[::]",
    ],
)
def test_a_written_out_internal_address_is_refused(url):
    """With the system's own resolver, which reads octal, hexadecimal and shortened forms."""
    with pytest.raises(UnsafeAddress):
        check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "http://social.example",
        "ftp://social.example",
        "file:///etc/passwd",
        "gopher://social.example",
        "javascript:alert(1)",
        "https://name:password@social.example",
        "https://social.example@10.0.0.1",
        "https://social.example/path",
        "https://social.example?x=1",
        "https://social.example#x",
        "https://social.example\\@10.0.0.1",
        "https://social .example",
        "https://social.example\n.evil",
        "https://social.example:99999",
        "https://[::1",
        "https://" + "a" * 300 + ".example",
        "https://.example",
        "nonsense",
    ],
)
def test_what_is_no_bare_https_address_is_refused_with_a_sentence(url):
    with pytest.raises(UnsafeAddress) as caught:
        check_base_url(url, resolver=lambda host, port: [])

    assert len(str(caught.value)) > 20


def test_a_name_nobody_knows_is_refused_in_words():
    def nobody(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(UnsafeAddress) as caught:
        check_base_url("https://tippfehler.example", resolver=nobody)

    assert "tippfehler.example" in str(caught.value)


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("social.example", "https://social.example"),
        (" https://Social.Example/ ", "https://social.example"),
        ("https://social.example:8443", "https://social.example:8443"),
        ("https://social.example:443", "https://social.example"),
        ("https://grünheide.example", "https://xn--grnheide-75a.example"),
    ],
)
def test_an_address_is_kept_in_one_form(entered, kept):
    assert check_base_url(entered, resolver=lambda host, port: ["93.184.216.34"]) == kept


def test_the_explicit_setting_permits_this_machine_and_nothing_else():
    assert check_base_url("http://127.0.0.1:8080", allow_local=True) == "http://127.0.0.1:8080"
    for url in ("http://10.0.0.1", "https://10.0.0.1", "https://169.254.169.254", "http://93.184.216.34"):
        with pytest.raises(UnsafeAddress):
            check_base_url(url, allow_local=True)


def test_the_resolver_gives_each_address_once():
    assert len(resolve("localhost", 80)) == len(set(resolve("localhost", 80)))


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_ipv6_is_judged_like_itself(address):
    number = int(address)
    for hidden in (number | 0xFFFF << 32, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert is_public(ipaddress.IPv6Address(hidden)) == is_public(address)
