"""A field whose value never changes, so that clients can tell shapes apart."""

from typing import Any

from drf_spectacular.drainage import set_override
from rest_framework import serializers


class ConstantField(serializers.CharField):
    """Always the same text: what kind of thing this is."""

    def __init__(self, value: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value = value
        set_override(self, "field", {"type": "string", "const": value})
