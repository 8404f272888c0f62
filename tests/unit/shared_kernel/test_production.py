"""A deployment with real cases does not start on what is for demonstrations, and says what to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared_kernel.production import UnsafeForProduction, unsafe_file
from shared_kernel.settings import SettingInvalid, Settings

PASSWORD = "a-secret-word"
SAFE = {
    "NEEDFIRE_PRODUCTION": "yes",
    "AMQP_URI": f"amqps://intake:{PASSWORD}@broker.council.example:5671//?cafile=/etc/ca.pem",
    "MONGODB_URI": f"mongodb://intake:{PASSWORD}@one.council.example,two.council.example:27018/?tls=true&tlsCAFile=/etc/ca.pem",
    "NEEDFIRE_ADDRESS": "https://needfire.council.example",
    "NEEDFIRE_DIRECTORY": "/etc/needfire/directory",
    "NEEDFIRE_MAIL": "smtps://mail.council.example:587",
    "NEEDFIRE_MAIL_SENDER": "alerts@council.example",
}
UNSAFE = [
    ("AMQP_URI", "amqps://guest:guest@broker.example//", "guest"),
    ("AMQP_URI", "amqps://broker.example//", "guest"),
    ("AMQP_URI", "", "guest"),
    ("AMQP_URI", f"amqp://intake:{PASSWORD}@broker.example//", "TLS"),
    ("AMQP_URI", f"amqp://intake:{PASSWORD}@10.0.0.7//", "TLS"),
    ("AMQP_URI", f"amqps://intake:{PASSWORD}@broker.example//?no_verify_ssl=1", "certificate"),
    ("MONGODB_URI", f"mongodb://intake:{PASSWORD}@store.example/", "TLS"),
    ("MONGODB_URI", f"mongodb://intake:{PASSWORD}@127.0.0.1,store.example/", "TLS"),
    ("MONGODB_URI", f"mongodb://intake:{PASSWORD}@store.example/?tls=false", "TLS"),
    ("MONGODB_URI", "mongodb://store.example/?tls=true", "everybody"),
    ("MONGODB_URI", "", "everybody"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318", "TLS"),
    ("MONGODB_URI", f"mongodb://i:{PASSWORD}@store.example/?tls=true&tlsInsecure=true", "certificate"),
    ("MONGODB_URI", f"mongodb://i:{PASSWORD}@store.example/?tls=true&tlsAllowInvalidCertificates=true", "certificate"),
    ("MONGODB_URI", f"mongodb://i:{PASSWORD}@store.example/?tls=true&tlsAllowInvalidHostnames=true", "certificate"),
    ("NEEDFIRE_ADDRESS", "http://needfire.council.example", "TLS"),
    ("NEEDFIRE_ADDRESS", "https://127.0.0.1:8443", "TLS"),
    ("NEEDFIRE_ADDRESS", "https://localhost", "TLS"),
    ("NEEDFIRE_ADDRESS", "", "TLS"),
    ("NEEDFIRE_DIRECTORY", "", "post"),
    ("NEEDFIRE_MAIL", "smtp://mail.council.example:25", "TLS"),
    ("NEEDFIRE_MAIL_SENDER", "", "from nobody"),
    ("NEEDFIRE_CLOCK_FILE", "/run/clock.json", "moved"),
    ("NEEDFIRE_FAILPOINT", "commit.appended", "ends itself"),
    ("NEEDFIRE_OUTBOUND_ALLOWED", "127.0.0.1:9000", "inner"),
    ("NEEDFIRE_OUTBOUND_PLAYED", "127.0.0.1:9000", "played"),
    ("PYTHONDEVMODE", "1", "development"),
    ("PYTHONASYNCIODEBUG", "1", "logs"),
    ("SSLKEYLOGFILE", "/tmp/keys", "TLS"),
]


def test_what_is_safe_starts() -> None:
    assert Settings.from_environment(SAFE).production


def test_notify_needs_a_key_in_a_file_that_is_not_everybodys(tmp_path: Path) -> None:
    key, notify = tmp_path / "key", SAFE | {"NEEDFIRE_MAIL": "notify://f33517ff-2a88-4f6e-b855-c550268ce08a"}
    key.write_text("a key")
    for mode, given in ((0o600, {}), (0o604, {"NEEDFIRE_MAIL_SECRET_FILE": str(key)})):
        key.chmod(mode)
        with pytest.raises(UnsafeForProduction) as unsafe:
            Settings.from_environment(notify | given)
        assert [each.variable for each in unsafe.value.found] == ["NEEDFIRE_MAIL_SECRET_FILE"]
    key.chmod(0o600)
    assert Settings.from_environment(notify | {"NEEDFIRE_MAIL_SECRET_FILE": str(key)}).production


@pytest.mark.parametrize("uri", [f"amqp://intake:{PASSWORD}@127.0.0.1//", f"amqp://intake:{PASSWORD}@localhost:5672//"])
def test_on_one_machine_the_broker_needs_no_tls(uri: str) -> None:
    assert Settings.from_environment(SAFE | {"AMQP_URI": uri}).production


@pytest.mark.parametrize(
    "uri",
    [f"mongodb://intake:{PASSWORD}@127.0.0.1:27017/", "mongodb://s.example/?tls=true&authMechanism=MONGODB-X509"],
)
def test_on_one_machine_the_store_needs_no_tls_and_a_certificate_is_a_name(uri: str) -> None:
    assert Settings.from_environment(SAFE | {"MONGODB_URI": uri}).production


@pytest.mark.parametrize(("variable", "value", "what"), UNSAFE)
def test_what_is_unsafe_does_not_start(variable: str, value: str, what: str) -> None:
    with pytest.raises(UnsafeForProduction) as unsafe:
        Settings.from_environment(SAFE | {variable: value})
    assert [each.variable for each in unsafe.value.found] == [variable]
    assert what in unsafe.value.found[0].what and unsafe.value.found[0].mend in unsafe.value.sentence
    assert PASSWORD not in unsafe.value.sentence


@pytest.mark.parametrize(("variable", "value", "what"), UNSAFE)
def test_without_the_word_it_starts_all_the_same(variable: str, value: str, what: str) -> None:
    assert not Settings.from_environment({**SAFE, variable: value, "NEEDFIRE_PRODUCTION": "no"}).production


def test_everything_is_said_at_once() -> None:
    with pytest.raises(UnsafeForProduction) as unsafe:
        Settings.from_environment({"NEEDFIRE_PRODUCTION": "yes", "NEEDFIRE_CLOCK_FILE": "/run/clock.json"})
    named = [each.variable for each in unsafe.value.found]
    assert named == ["NEEDFIRE_CLOCK_FILE", "AMQP_URI", "MONGODB_URI", "NEEDFIRE_ADDRESS", "NEEDFIRE_DIRECTORY"]


@pytest.mark.parametrize("word", ["true", "YES", "1", "production"])
def test_another_word_is_not_taken_for_no(word: str) -> None:
    with pytest.raises(SettingInvalid):
        Settings.from_environment({"NEEDFIRE_PRODUCTION": word})


@pytest.mark.parametrize("name", ["AMQP_URI", "MONGODB_URI"])
def test_a_secret_may_lie_in_a_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SAFE[name]}\n", "utf-8")
    file.chmod(0o600)
    without = {each: value for each, value in SAFE.items() if each != name}
    assert Settings.from_environment(without | {f"{name}_FILE": str(file)}) == Settings.from_environment(SAFE)
    file.chmod(0o604)
    with pytest.raises(UnsafeForProduction) as unsafe:
        Settings.from_environment(without | {f"{name}_FILE": str(file)})
    assert [each.variable for each in unsafe.value.found] == [f"{name}_FILE"]


@pytest.mark.parametrize("name", ["NEEDFIRE_AUDIT_KEY_FILE", "NEEDFIRE_AUDIT_HEADS_SECRET_FILE"])
def test_a_key_that_everybody_can_read_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "key.pem"
    file.write_text("a key", "utf-8")
    file.chmod(0o640)
    Settings.from_environment(SAFE | {name: str(file)})
    file.chmod(0o644)
    with pytest.raises(UnsafeForProduction) as unsafe:
        Settings.from_environment(SAFE | {name: str(file)})
    assert [each.variable for each in unsafe.value.found] == [name]


@pytest.mark.parametrize("name", ["AMQP_URI", "MONGODB_URI"])
def test_a_secret_is_given_once_and_its_file_can_be_read(tmp_path: Path, name: str) -> None:
    for given in ({name: SAFE[name], f"{name}_FILE": "x"}, {f"{name}_FILE": str(tmp_path / "none")}):
        with pytest.raises(SettingInvalid) as invalid:
            Settings.from_environment(given)
        assert name in invalid.value.variable and PASSWORD not in invalid.value.sentence


@pytest.mark.parametrize(
    ("mode", "is_safe"), [(0o600, True), (0o640, True), (0o644, False), (0o602, False), (0o601, False)]
)
def test_a_secret_is_for_its_user_and_group_only(tmp_path: Path, mode: int, is_safe: bool) -> None:
    secret = tmp_path / "key"
    secret.write_text("x", "utf-8")
    secret.chmod(mode)
    for path in (secret, tmp_path):
        assert (not list(unsafe_file("NEEDFIRE_KEYS", path))) is is_safe


@pytest.mark.parametrize("variable", ["NEEDFIRE_CUSTODIAN_SECRETS", "NEEDFIRE_PEER_SECRETS", "NEEDFIRE_DOCUMENT_KEYS"])
def test_secrets_of_custodians_that_everybody_can_read_do_not_start(tmp_path: Path, variable: str) -> None:
    secrets = tmp_path / "secrets.yaml"
    secrets.write_text("LUT: [whsec_c2VjcmV0]\n")
    secrets.chmod(0o644)
    with pytest.raises(UnsafeForProduction, match=variable):
        Settings.from_environment({**SAFE, variable: str(secrets)})
    secrets.chmod(0o640)
    assert Settings.from_environment({**SAFE, variable: str(secrets)}).production
