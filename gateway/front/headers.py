"""The headers of every answer: what a browser must not do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

PAGE_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Pages hold no script and no style of their own: both come from files of ours, so there is nothing to allow inline. The one
script asks only here whether something has changed."""
DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
ALWAYS: Mapping[str, str] = {
    # Not "no-referrer": with it browsers hide the origin of our own forms from us too.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
}
UNLESS_SAID: Mapping[str, str] = {"cache-control": "no-store"}
OF_A_SANDBOX: Mapping[str, str] = {"needfire-sandbox": "yes"}
OVER_TLS: Mapping[str, str] = {"strict-transport-security": "max-age=63072000"}

Raw = tuple[bytes, bytes]


def completed(said: list[Raw], scheme: str, sandbox: bool = False) -> list[Raw]:
    """The answer's headers with these. What is ours is replaced if somebody said it otherwise."""
    by_name = {name.lower(): value for name, value in said}
    is_page = by_name.get(b"content-type", b"").startswith(b"text/html")
    ours = {**ALWAYS, "content-security-policy": PAGE_POLICY if is_page else DATA_POLICY}
    ours |= OF_A_SANDBOX if sandbox else {}
    ours |= OVER_TLS if scheme == "https" else {}
    ours |= {name: value for name, value in UNLESS_SAID.items() if name.encode() not in by_name}
    replaced = {name.encode() for name in ours}
    return [*(each for each in said if each[0].lower() not in replaced), *_raw(ours)]


def _raw(headers: Mapping[str, str]) -> Iterator[Raw]:
    for name, value in headers.items():
        yield name.encode(), value.encode()
