"""Signing in to the pages at an authority's identity provider: OpenID Connect, code flow with PKCE, one use a sign-in.

What is kept between the way there and the way back (state, nonce, the code's verifier, where the person was going) lies in
the store under a random id in a cookie, so that an answer that was begun in another browser is nobody's.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from gateway.identity.configuration import Issuer
from gateway.identity.identities import PersonIdentity
from gateway.identity.known import Known, KnownIssuer
from gateway.identity.once import OnceStore, key_of
from gateway.identity.providers import Metadata, Providers
from gateway.identity.tokens import Claims, Expected, TokenRefused, Unverified, parsed, text_of, verified
from shared_kernel.errors import CodedError

RETURN_PATH = "/sign-in/return"
SIGNED_OUT_PATH = "/signed-out"
SECONDS = 600
"""How long a person may take at their provider."""
LONGEST_ID_TOKEN_SECONDS = 24 * 3600
SCOPE = "openid profile"


class SignInRefused(CodedError):
    """`reason` is a stable word for the log and the audit; the person is told to begin again."""

    code: ClassVar[str] = "sign_in_refused"

    def __init__(self, reason: str) -> None:
        super().__init__("The sign-in was refused.")
        self.reason = reason


@dataclass(frozen=True)
class Begun:
    """Where the person goes to, and the id for the cookie with which they come back."""

    cookie: str
    url: str


@dataclass(frozen=True)
class SignedIn:
    """Who came back, by which issuer, and where they were going."""

    identity: PersonIdentity
    issuer: str
    onward: str


class SignIn:
    """Thread-safe. `address` is the gateway's own. It waits for providers and the store, except in `providers`."""

    def __init__(
        self,
        known: Callable[[], Known],
        providers: Providers,
        once: OnceStore,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._known, self._providers, self._once, self._now = known, providers, once, now

    def providers(self) -> Mapping[str, Issuer]:
        """Where people can sign in, by what it is called in an address: the authority, numbered where it has several."""
        found: dict[str, Issuer] = {}
        for known in self._known().issuers.values():
            if known.settings.client_id is not None:
                found[_name(known.settings.authority, found)] = known.settings
        return found

    def begin(self, provider: str, onward: str) -> Begun:
        """Raises SignInRefused `unknown_provider`, ProviderUnavailable, StoreUnavailable."""
        issuer = self._issuer(provider)
        metadata = self._providers.metadata(issuer.issuer)
        cookie, state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
        kept = {"provider": provider, "state": state, "nonce": nonce, "verifier": verifier, "onward": onward}
        self._once.add(key_of("sign-in", cookie), kept, self._now() + SECONDS)
        url, _ = self._client(issuer, metadata).create_authorization_url(
            metadata.authorization_endpoint, state=state, code_verifier=verifier, nonce=nonce
        )
        return Begun(cookie, url)

    def finish(self, cookie: str, answer: Mapping[str, str]) -> SignedIn:
        """Who has signed in. Raises SignInRefused, ProviderUnavailable, StoreUnavailable."""
        kept = self._once.take(key_of("sign-in", cookie), self._now())
        if kept is None:
            raise SignInRefused("not_begun")
        issuer = self._issuer(kept["provider"])
        metadata = self._providers.metadata(issuer.issuer)
        _check_answer(answer, kept["state"], issuer.issuer, metadata)
        claims = self._claims(issuer, metadata, self._token(issuer, metadata, answer["code"], kept["verifier"]))
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), kept["nonce"].encode()):
            raise SignInRefused("nonce")
        try:
            account = text_of(claims, issuer.person_claim)
        except TokenRefused as refused:
            raise SignInRefused(refused.reason) from None
        return SignedIn(PersonIdentity(account, issuer.authority), issuer.issuer, kept["onward"])

    def provider_of(self, issuer: str, authority: str) -> str | None:
        """What the provider is called with which somebody signed in, as long as one can sign in there."""
        providers = self.providers().items()
        return next((key for key, each in providers if (each.issuer, each.authority) == (issuer, authority)), None)

    def sign_out_url(self, provider: str) -> str | None:
        """Where people sign out at the provider too, if it offers that. Raises ProviderUnavailable."""
        issuer = self.providers().get(provider)
        end = self._providers.metadata(issuer.issuer).end_session_endpoint if issuer else None
        if issuer is None or end is None:
            return None
        back = {"client_id": issuer.client_id, "post_logout_redirect_uri": self._address + SIGNED_OUT_PATH}
        return f"{end}{'&' if '?' in end else '?'}{urlencode(back)}"

    @property
    def _address(self) -> str:
        return self._known().address

    def _issuer(self, provider: str) -> Issuer:
        issuer = self.providers().get(provider)
        if issuer is None:
            raise SignInRefused("unknown_provider")
        return issuer

    def _client(self, issuer: Issuer, metadata: Metadata) -> Any:
        secret = _secret(self._known().folder, issuer)
        method = "client_secret_basic" if metadata.takes_secret_in_header else "client_secret_post"
        return OAuth2Client(
            None,
            client_id=issuer.client_id,
            client_secret=secret,
            token_endpoint_auth_method=method if secret else "none",
            scope=SCOPE,
            redirect_uri=self._address + RETURN_PATH,
            code_challenge_method="S256",
        )

    def _token(self, issuer: Issuer, metadata: Metadata, code: str, verifier: str) -> Unverified:
        client = self._client(issuer, metadata)
        asked = prepare_token_request(
            "authorization_code", code=code, redirect_uri=client.redirect_uri, code_verifier=verifier
        )
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        auth = client.client_auth(client.token_endpoint_auth_method)
        url, headers, form = auth.prepare("POST", metadata.token_endpoint, headers, asked)
        answered = self._providers.post_form(url, headers, form)
        token = answered.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused("code")
        try:
            return parsed(token)
        except TokenRefused as refused:
            raise SignInRefused(refused.reason) from None

    def _claims(self, issuer: Issuer, metadata: Metadata, token: Unverified) -> Claims:
        expected = Expected(
            issuer=issuer.issuer,
            audiences=frozenset({str(issuer.client_id)}),
            types=frozenset({"", "jwt"}),
            algorithms=frozenset(issuer.algorithms),
            longest=LONGEST_ID_TOKEN_SECONDS,
        )
        known = self._known().issuers[(issuer.issuer, issuer.audience)]
        try:
            if token.key(self._keys(known)) is None:
                self._providers.fetch_keys(issuer.issuer)
            return verified(token, self._keys(known), expected, self._now())
        except TokenRefused as refused:
            raise SignInRefused(refused.reason) from None

    def _keys(self, known: KnownIssuer) -> Any:
        return self._providers.keys_held(known.settings.issuer) if known.keys is None else known.keys


def _check_answer(answer: Mapping[str, str], state: str, issuer: str, metadata: Metadata) -> None:
    if not hmac.compare_digest(answer.get("state", "").encode("utf-8", "replace"), state.encode()):
        raise SignInRefused("state")
    if answer.get("iss", None if metadata.names_itself else issuer) != issuer:
        raise SignInRefused("issuer")
    if "error" in answer:
        raise SignInRefused("declined")
    if not answer.get("code"):
        raise SignInRefused("code")


def _name(authority: str, taken: Mapping[str, Issuer]) -> str:
    number = sum(each.authority == authority for each in taken.values()) + 1
    return authority if number == 1 else f"{authority}-{number}"


def _secret(folder: Path, issuer: Issuer) -> str | None:
    if issuer.client_secret_file is None:
        return None
    try:
        return (folder / issuer.client_secret_file).read_text("utf-8").strip()
    except OSError:
        raise SignInRefused("client_secret") from None
