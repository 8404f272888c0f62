"""What may be called: each address that must not be is a case of its own, written in the URL and behind a name."""

from __future__ import annotations

import ssl

import pytest

from shared_kernel.outbound.calls import Call, OutboundRefused
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound

TLS = ssl.create_default_context()
NOT_PUBLIC = {
    "0.0.0.0": "unspecified",
    "0.1.2.3": "this network",
    "10.0.0.1": "private",
    "10.255.255.255": "private, the last",
    "100.64.0.1": "shared by customers",
    "100.100.100.200": "a cloud's metadata",
    "100.127.255.255": "shared by customers, the last",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback, far up",
    "168.63.129.16": "a cloud's own service",
    "169.254.169.254": "link-local: clouds' metadata",
    "169.254.170.2": "link-local: a container's credentials",
    "172.16.0.1": "private",
    "172.31.255.255": "private, the last",
    "192.0.0.192": "protocol assignments: a cloud's metadata",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4 relays",
    "192.168.1.1": "private",
    "198.18.0.1": "benchmarking",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "239.255.255.250": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped loopback",
    "::ffff:169.254.169.254": "IPv4-mapped metadata",
    "::ffff:8.8.8.8": "IPv4-mapped, even of a public one",
    "64:ff9b::7f00:1": "NAT64",
    "64:ff9b:1::a00:1": "NAT64, local use",
    "100::1": "discarded",
    "2001::1": "Teredo",
    "2001:0:7f00:1::": "Teredo with loopback",
    "2001:10::1": "ORCHID",
    "2001:db8::1": "documentation",
    "2002:7f00:1::1": "6to4 with loopback",
    "2002:a00:1::": "6to4 with a private one",
    "3fff::1": "documentation",
    "5f00::1": "segment routing",
    "fc00::1": "unique local",
    "fd00:ec2::254": "unique local: a cloud's metadata",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local with its zone",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
}
WRITTEN_ODDLY = {
    "2130706433": "decimal",
    "017700000001": "octal in one",
    "0x7f000001": "hexadecimal in one",
    "0177.0.0.1": "octal in parts",
    "0x7f.0x0.0x0.0x1": "hexadecimal in parts",
    "0x7f.1": "shortened and hexadecimal",
    "127.1": "shortened to two",
    "127.0.1": "shortened to three",
    "127.0.0.1.": "with the root's dot",
    "127.000.000.001": "filled with zeros",
    "00000127.0.0.1": "filled at the front",
    "3232235777": "private, decimal",
    "1.2.3.4.5": "one too many",
    "example.0x7f": "a name that ends in a number",
    "[::1]": "IPv6 in brackets",
    "[::ffff:7f00:1]": "IPv4-mapped in brackets",
    "[fe80::1%25eth0]": "with a zone",
    "①②⑦.⓪.⓪.①": "digits in circles",
    "127。0。0。1": "ideographic stops",
    "localhost.": "a name with the root's dot",
    "exa mple.example": "a space",
    "%6c%6f%63alhost": "percent-encoded",
    "": "no host",
}
WRONG = {
    "http://partner.example/": "scheme",
    "ftp://partner.example/": "scheme",
    "file:///etc/passwd": "scheme",
    "gopher://partner.example:443/_x": "scheme",
    "javascript:alert(1)": "url",
    "//partner.example/": "url",
    "https:/partner.example/": "url",
    "partner.example": "url",
    "https://user@partner.example/": "credentials",
    "https://user:word@partner.example/": "credentials",
    "https://partner.example@127.0.0.1/": "credentials",
    "https://127.0.0.1\\@partner.example/": "url",
    "https://partner.example\\.127.0.0.1/": "url",
    "https://partner.example:80/": "port",
    "https://partner.example:5672/": "port",
    "https://partner.example:27017/": "port",
    "https://partner.example:0443/": "url",
    "https://partner.example:/": "url",
    "https://partner.example:99999/": "port",
    "https://partner.example/#fragment": "url",
    "https://partner.example/a b": "url",
    "https://partner.example/\r\nX-Evil: 1": "url",
    "https://partner.example/\n": "url",
    "https://partner.example/\x00": "url",
    "https://pärtner.example/": "url",
    f"https://partner.example/{'a' * 3000}": "url",
    f"https://{'a' * 64}.example/": "name",
    "https://-partner.example/": "name",
    "https://partner..example/": "name",
    "": "url",
}


def refused(url: str, *resolved: str) -> str:
    """The reason; the resolver is asked at most once, and nothing is connected to."""
    asked: list[str] = []

    def resolver(host: str) -> tuple[str, ...]:
        asked.append(host)
        return resolved

    with pytest.raises(OutboundRefused) as error:
        HttpOutbound(Destinations(), resolve=resolver, tls=TLS).send(Call("GET", url))
    assert len(asked) <= 1
    assert url not in error.value.sentence or not url
    return error.value.reason


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=lambda each: f"{each} {NOT_PUBLIC[each]}")
def test_a_name_behind_which_it_lies_is_refused(address: str) -> None:
    assert refused("https://partner.example/hook", address) == "address"


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=lambda each: f"{each} {NOT_PUBLIC[each]}")
def test_a_public_address_beside_it_does_not_help(address: str) -> None:
    assert refused("https://partner.example/hook", "93.184.215.14", address) == "address"


@pytest.mark.parametrize("address", NOT_PUBLIC, ids=lambda each: f"{each} {NOT_PUBLIC[each]}")
def test_written_in_the_url_it_is_refused(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert refused(f"https://{host}/hook") in ("address", "name")


@pytest.mark.parametrize("host", WRITTEN_ODDLY, ids=lambda each: f"{each} {WRITTEN_ODDLY[each]}")
def test_written_oddly_it_is_refused_before_anybody_resolves_it(host: str) -> None:
    assert refused(f"https://{host}/hook", "93.184.215.14") in ("name", "url")


@pytest.mark.parametrize("url", WRONG, ids=repr)
def test_a_url_of_another_form_is_refused(url: str) -> None:
    assert refused(url, "93.184.215.14") == WRONG[url]


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://partner.example", "partner.example", 443, "/"),
        ("HTTPS://Partner.Example:443?a=b", "partner.example", 443, "/?a=b"),
        ("https://partner.example:8443/hook?a=%20b", "partner.example", 8443, "/hook?a=%20b"),
        ("https://93.184.215.14/hook", "93.184.215.14", 443, "/hook"),
        ("https://xn--prtner-bua.example/", "xn--prtner-bua.example", 443, "/"),
    ],
)
def test_what_may_be_called_is_read_as_it_is_written(url: str, host: str, port: int, path: str) -> None:
    target = Destinations(ports=frozenset({443, 8443})).target(url)
    assert (target.scheme, target.host, target.port, target.path) == ("https", host, port, path)
    assert not target.any_address


def test_a_place_of_the_demonstration_is_called_as_it_was_named_and_no_other() -> None:
    destinations = Destinations(allowed=frozenset({"127.0.0.1:9000"}))
    assert destinations.target("http://127.0.0.1:9000/hook").any_address
    for other in ("http://127.0.0.1:9001/", "http://127.0.0.1/", "http://localhost:9000/", "http://127.1:9000/"):
        with pytest.raises(OutboundRefused):
            destinations.target(other)


def test_a_service_of_the_deployments_own_may_lie_anywhere_but_is_called_by_https() -> None:
    destinations = Destinations().with_inner("https://keys.council.example:8200/v1")
    assert destinations.target("https://keys.council.example:8200/v1/other").any_address
    for other in ("http://keys.council.example:8200/v1", "https://keys.council.example:8201/"):
        with pytest.raises(OutboundRefused):
            destinations.target(other)
