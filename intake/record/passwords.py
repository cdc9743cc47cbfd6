"""查询密码: made by a cryptographic generator, shown once, kept as an argon2id hash."""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import Field

from ...schemas.base import Frozen

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters without 0 O, 1 I L, which people mix up on paper."""
LENGTH = 8
"""39 bits; with the lock-out of `progress` a guesser has some ten tries a day."""


class PasswordOptions(Frozen):
    """How costly one guess is; the default is OWASP's argon2id profile for servers (19 MiB, 2 passes)."""

    memory_kib: int = Field(default=19 * 1024, ge=8, description="KiB of memory for one hash")
    passes: int = Field(default=2, ge=1, description="passes over the memory")
    lanes: int = Field(default=1, ge=1, description="threads of one hash")


def new_password() -> str:
    """Return eight characters of `ALPHABET` from the system's cryptographic generator."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise_password(typed: str) -> str:
    """Return what the applicant meant: half-width, upper case, without blanks and hyphens."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in folded if not char.isspace() and char != "-")


def hash_password(password: str, options: PasswordOptions | None = None) -> str:
    """Return the argon2id hash of the normalised password; salt and parameters stand in it."""
    return _hasher(options or PasswordOptions()).hash(normalise_password(password))


def verify_password(hashed: str | None, password: str, options: PasswordOptions | None = None) -> bool:
    """Return whether the password is right; takes as long for no hash (an unknown number) as for a wrong password.

    Args:
        hashed: what `hash_password` returned, or None: the answer is False.
        password: as typed.
        options: those with which hashes are made; they give the price of a None.
    """
    options = options or PasswordOptions()
    try:
        right = _hasher(options).verify(hashed or _nobody(options), normalise_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(hashed)


@lru_cache(maxsize=8)
def _hasher(options: PasswordOptions) -> PasswordHasher:
    return PasswordHasher(
        time_cost=options.passes, memory_cost=options.memory_kib, parallelism=options.lanes, type=Type.ID
    )


@lru_cache(maxsize=8)
def _nobody(options: PasswordOptions) -> str:
    """Return the hash of a secret that nobody knows."""
    return _hasher(options).hash(secrets.token_hex())
