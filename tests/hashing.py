"""The hasher of passwords in tests: the same Argon2, at its lightest, so that a hundred users cost no minute."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class LightArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 64
    parallelism = 1
