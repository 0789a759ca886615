"""The OpenAPI document before it is opened for later servers: what this server may send, and nothing else."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.settings import patched_settings

from api.growth import open_up
from api.management.commands.write_schema import build_schema

HOOKS = "POSTPROCESSING_HOOKS"
OPENING = f"{open_up.__module__}.{open_up.__name__}"


@cache
def build_closed(version: str) -> dict[str, Any]:
    hooks = settings.SPECTACULAR_SETTINGS[HOOKS]
    assert OPENING in hooks
    with patched_settings({HOOKS: [hook for hook in hooks if hook != OPENING]}):
        document: dict[str, Any] = json.loads(build_schema(version))
    return document
