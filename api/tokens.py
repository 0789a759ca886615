"""Encodes a position in a list or sync as an opaque token.

Tokens are unsigned: whoever decodes one must validate it.
"""

import base64
import json
from typing import Any


def encode_token(values: list[Any]) -> str:
    text = json.dumps(values, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_token(text: str) -> Any:
    """Raises ValueError for text that is not JSON in URL-safe base64."""
    try:
        return json.loads(base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
