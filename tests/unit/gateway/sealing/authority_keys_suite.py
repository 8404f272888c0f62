"""What every keeper of authorities' keys does."""

from __future__ import annotations

import pytest

from gateway.sealing.authority_keys import AuthorityKeys, KeysUnavailable

SECRETS = {"person-1/1": bytes(range(32)), "person-2/1": bytes(32)}


class AuthorityKeysSuite:
    """Whoever derives from it gives the fixture `keys`, which knows the authorities kent and luton."""

    def test_what_was_wrapped_is_unwrapped(self, keys: AuthorityKeys) -> None:
        wrapped = keys.wrap("kent", SECRETS)
        assert wrapped.keys() == SECRETS.keys()
        assert keys.unwrap("kent", wrapped) == SECRETS

    def test_nothing_is_wrapped_and_unwrapped_as_nothing(self, keys: AuthorityKeys) -> None:
        assert keys.wrap("kent", {}) == {} == keys.unwrap("kent", {})

    def test_it_is_unwrapped_for_no_other_authority_or_name(self, keys: AuthorityKeys) -> None:
        wrapped = keys.wrap("kent", SECRETS)
        assert keys.unwrap("luton", wrapped) == {}
        assert keys.unwrap("kent", {"person-2/1": wrapped["person-1/1"]}) == {}

    def test_what_was_altered_is_left_out_and_the_rest_is_not(self, keys: AuthorityKeys) -> None:
        wrapped = dict(keys.wrap("kent", SECRETS))
        wrapped["person-1/1"] = wrapped["person-1/1"][:-4] + "AAAA"
        assert keys.unwrap("kent", {**wrapped, "x": "", "y": "no key"}) == {"person-2/1": SECRETS["person-2/1"]}

    def test_a_new_version_wraps_and_the_old_one_goes_on_unwrapping(self, keys: AuthorityKeys) -> None:
        before = keys.wrap("kent", SECRETS)
        assert (keys.newest("kent"), keys.rotate("kent"), keys.newest("kent")) == (1, 2, 2)
        after = keys.wrap("kent", SECRETS)
        assert {keys.version_of(each) for each in before.values()} == {1}
        assert {keys.version_of(each) for each in after.values()} == {2}
        assert keys.unwrap("kent", before) == keys.unwrap("kent", after) == SECRETS
        assert keys.newest("luton") == 1

    def test_a_retired_version_unwraps_no_more(self, keys: AuthorityKeys) -> None:
        before = keys.wrap("kent", SECRETS)
        keys.rotate("kent")
        after = keys.wrap("kent", SECRETS)
        keys.retire("kent", 2)
        assert keys.unwrap("kent", {**before, "person-2/1": after["person-2/1"]}) == {
            "person-2/1": SECRETS["person-2/1"]
        }

    def test_what_is_not_wrapped_has_no_version(self, keys: AuthorityKeys) -> None:
        assert keys.version_of("") == keys.version_of("anything") == 0

    @pytest.mark.parametrize("authority", ["atlantis", "../kent", ""])
    def test_without_the_authoritys_key_nothing_is_done(self, keys: AuthorityKeys, authority: str) -> None:
        wrapped = keys.wrap("kent", SECRETS)
        for ask in (
            lambda: keys.wrap(authority, SECRETS),
            lambda: keys.unwrap(authority, wrapped),
            lambda: keys.newest(authority),
        ):
            with pytest.raises(KeysUnavailable):
                ask()
