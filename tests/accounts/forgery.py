"""Tokens as a forger would make them, for every provider that the stand-in plays."""

import hmac
import json

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts.demo_idp import signing


def other_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_pem() -> bytes:
    return (
        signing.private_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def hs256_with_the_public_key(claims):
    """The classic forgery: the verifier's own public key as the secret of an HMAC."""
    head = {"alg": "HS256", "kid": signing.public_jwk()["kid"]}
    body = b".".join(jwt.utils.base64url_encode(json.dumps(part).encode()) for part in (head, claims))
    mac = hmac.digest(public_pem(), body, "sha256")
    return (body + b"." + jwt.utils.base64url_encode(mac)).decode()


def signed_by(key, key_id=None):
    def sign(claims):
        headers = {"kid": key_id or signing.public_jwk()["kid"]}
        return jwt.encode(claims, key, algorithm="RS256", headers=headers)

    return sign


SIGNATURES = {
    "other key": signed_by(other_key()),
    "unknown key": signed_by(other_key(), "unknown"),
    "alg none": lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": "demo"}),
    "HS256": hs256_with_the_public_key,
    "no token": lambda claims: "no token",
}
CLAIMS = [
    {"nonce": "another"},
    {"aud": "another"},
    {"iss": "http://localhost/demo-idp/another"},
    {"exp": 1},
    {"iat": 32_503_680_000},  # the year 3000
    {"nonce": None},
    {"aud": None},
]


def private_pem(key) -> str:
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(*form).decode()
