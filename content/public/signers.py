"""The clinicians who signed a guide, from its document."""

from typing import Any


def find_signers(signed_off: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each clinician of `review.signed_off` once, with the moment of their last signature."""
    signers: dict[str, dict[str, Any]] = {}
    for entry in sorted(signed_off, key=lambda entry: str(entry["signed_at"])):
        signers[entry["by"]["id"]] = {**entry["by"], "signed_at": entry["signed_at"]}
    return list(signers.values())
