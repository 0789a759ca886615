"""Signs JSON Web Tokens (RFC 7515) by the two algorithms that the services ask for: RS256 and ES256."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key


def make_jwt(pem: str, header: dict[str, str], claims: dict[str, Any]) -> str:
    key = load_pem_private_key(pem.encode(), password=None)
    algorithm = "ES256" if isinstance(key, ec.EllipticCurvePrivateKey) else "RS256"
    parts = ({"alg": algorithm, "typ": "JWT", **header}, claims)
    signed = b".".join(_encode(json.dumps(part).encode()) for part in parts)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    else:
        assert isinstance(key, rsa.RSAPrivateKey), "a key of another kind than FCM and APNs give"
        signature = key.sign(signed, padding.PKCS1v15(), SHA256())
    return (signed + b"." + _encode(signature)).decode()


def _encode(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")
