from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shoujian.intake.record import passwords
from shoujian.intake.record.passwords import (
    ALPHABET,
    PasswordOptions,
    hash_password,
    new_password,
    normalise_password,
    verify_password,
)

CHEAP = PasswordOptions(memory_kib=8, passes=1)


def test_new_passwords_are_long_unambiguous_and_different() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {8}
    assert set("".join(made)) == set(ALPHABET), "every character of the alphabet comes up"
    assert not set("01OIL") & set(ALPHABET)


@settings(max_examples=20, deadline=None)
@given(password=st.text(ALPHABET, min_size=8, max_size=8), other=st.text(ALPHABET, min_size=8, max_size=8))
def test_only_the_password_fits_its_hash(password: str, other: str) -> None:
    hashed = hash_password(password, CHEAP)
    assert verify_password(hashed, password, CHEAP)
    assert verify_password(hashed, other, CHEAP) == (other == password)


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345\n", "ABCD-2345", "ＡＢＣＤ２３４５", "ABCD\u30002345"])
def test_it_may_be_typed_as_people_type(typed: str) -> None:
    assert normalise_password(typed) == "ABCD2345"
    assert verify_password(hash_password("ABCD2345", CHEAP), typed, CHEAP)


def test_the_hash_is_salted_argon2id_and_does_not_hold_the_password() -> None:
    first, second = hash_password("ABCD2345"), hash_password("ABCD2345")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "ABCD2345" not in first


def test_a_hash_keeps_its_own_price_when_the_options_change() -> None:
    assert verify_password(hash_password("ABCD2345", CHEAP), "ABCD2345", PasswordOptions(memory_kib=16))


def test_nobody_costs_the_same_check_as_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Hasher:
        def verify(self, hashed: str, password: str) -> bool:
            seen.append(hashed)
            return True  # even a password that fits the stand-in opens nothing

    nobody = passwords._nobody(CHEAP)
    monkeypatch.setattr(passwords, "_hasher", lambda _: Hasher())
    assert not verify_password(None, "ABCD2345", CHEAP)
    assert seen == [nobody]
    assert nobody.startswith("$argon2id$v=19$m=8,t=1,p=1$")


@pytest.mark.parametrize("hashed", ["", "plain", "$argon2id$v=19$broken"])
def test_a_broken_hash_opens_nothing(hashed: str) -> None:
    assert not verify_password(hashed, "ABCD2345", CHEAP)
