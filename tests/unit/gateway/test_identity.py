"""Tokens and sessions: who asks, and until when."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from gateway.identity import Identity, Tokens, TokensUnreadable, digest_of
from gateway.sessions import SECONDS, Sessions
from gateway.sessions_memory import MemorySessionStore


def written(file: Path, *people: str) -> Path:
    entries = [{"sha256": digest_of(f"token-{each}"), "person": each, "authority": "kent"} for each in people]
    file.write_text(yaml.safe_dump(entries), "utf-8")
    return file


def test_a_token_says_who_it_is(tmp_path: Path) -> None:
    tokens = Tokens(written(tmp_path / "tokens.yaml", "ada", "bo"))
    assert tokens.identity("token-bo") == Identity("bo", "kent")
    assert tokens.identity("token-cy") is None
    assert tokens.identity("") is None


def test_a_token_of_absurd_length_is_nobodys(tmp_path: Path) -> None:
    assert Tokens(written(tmp_path / "tokens.yaml", "ada")).identity("x" * 1_000_000) is None


def test_a_token_that_is_taken_out_of_the_file_lets_nobody_in_any_more(tmp_path: Path) -> None:
    tokens = Tokens(written(tmp_path / "tokens.yaml", "ada", "bo"))
    written(tmp_path / "tokens.yaml", "bo", "cyrus")
    assert tokens.identity("token-ada") is None
    assert tokens.identity("token-cyrus") == Identity("cyrus", "kent")


def test_while_the_file_cannot_be_read_nobody_is_let_in(tmp_path: Path) -> None:
    file = written(tmp_path / "tokens.yaml", "ada")
    tokens = Tokens(file)
    file.write_text("- {sha256: half", "utf-8")
    assert tokens.identity("token-ada") is None
    file.unlink()
    assert tokens.identity("token-ada") is None
    written(file, "ada")
    assert tokens.identity("token-ada")


@pytest.mark.parametrize(
    "text",
    [
        "- {sha256: abc, person: ada, authority: kent}",
        f"- {{sha256: {'a' * 64}, authority: kent}}",
        f"- {{sha256: {'a' * 64}, person: '', authority: kent}}",
        f"- {{sha256: {'a' * 64}, person: 7, authority: kent}}",
        "- just words",
        "7",
        "{a: b}",
        "- [",
        "!!python/object/apply:os.system [false]",
    ],
)
def test_a_file_that_is_not_as_it_should_be_stops_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "tokens.yaml").write_text(text, "utf-8")
    with pytest.raises(TokensUnreadable, match="sha256, person and authority"):
        Tokens(tmp_path / "tokens.yaml")


def test_an_empty_file_is_a_gateway_that_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "tokens.yaml").write_text("", "utf-8")
    assert Tokens(tmp_path / "tokens.yaml").identity("token-ada") is None


def test_a_session_ends_by_itself_and_by_signing_out() -> None:
    now = [1_000.0]
    sessions = Sessions(MemorySessionStore(), lambda: now[0])
    one, other = sessions.begin("digest"), sessions.begin("digest")
    assert one != other
    assert sessions.token_digest(one) == "digest"
    sessions.end(one)
    assert sessions.token_digest(one) is None
    now[0] += SECONDS
    assert sessions.token_digest(other) is None


def test_the_store_of_sessions_does_not_hold_what_is_in_the_cookie() -> None:
    store = MemorySessionStore()
    session_id = Sessions(store).begin("digest")
    assert session_id not in repr(store._sessions)
