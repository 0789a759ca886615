"""Serializer fields for text that is not plain words: constants, codes and markup."""

from typing import Any

from drf_spectacular.drainage import set_override
from rest_framework import serializers


class ConstantField(serializers.CharField):
    """Always the same text: what kind of thing this is."""

    def __init__(self, value: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value = value
        set_override(self, "field", {"type": "string", "const": value})


class CodeField(serializers.CharField):
    """What a program follows or compares, and nobody reads: an address, a key, a digest."""


class MarkupField(serializers.CharField):
    """Safe HTML."""
