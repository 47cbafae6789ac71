"""A password for everything: where khobao.toml has one, nothing is answered without it (HTTP Basic, RFC 7617).

Basic, because feed readers, Prometheus, curl and browsers all know it, and nothing has to be posted or kept in a
cookie. The hashes are datasette-auth-passwords'; its own check would hash at each request, 0.2 s of a core, and fails
on a header that is no base64. TLS is a proxy's matter.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import secrets
from typing import TYPE_CHECKING

from datasette_auth_passwords.utils import hash_password, verify_password

if TYPE_CHECKING:
    from browse.security.asgi import Application, Receive, Scope, Send

OPEN_PATH = "/-/live"  # says no more than that the archive is alive: who watches over the process has no password
MAX_WAITING = 8  # wrong passwords that may wait to be hashed, one at a time; more are turned away unheard
LONGEST_HEADER = 1024  # bytes of a header; a longer one holds no password
HEADERS = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-robots-tag", b"noindex"),
    (b"cache-control", b"no-store"),
    (b"content-type", b"text/plain; charset=utf-8"),
]


def hash_of(password: str) -> str:
    """Hash a password as khobao.toml keeps it; 0.2 s of a core."""
    return str(hash_password(password))


class BasicAuth:
    """An application that answers those who know the password, whatever name they give, and 401 to everyone else.

    A password that was right is known again without hashing: as a digest with a key of this process, of one password.
    """

    def __init__(self, application: Application, password_hash: str, base_path: str = "/") -> None:
        """Guard an application. `base_path` is what its addresses begin with."""
        self._application = application
        self._hash = password_hash
        self._open_paths = {OPEN_PATH, base_path.rstrip("/") + OPEN_PATH}
        self._key = secrets.token_bytes(32)
        self._proven = b""
        self._hashing = asyncio.Lock()
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] in self._open_paths:
            await self._application(scope, receive, send)
            return
        password = _password(scope)
        if password is not None and self._waiting >= MAX_WAITING and not self._is_proven(password):
            await _refuse(send, 503, [(b"retry-after", b"5")], "Nhiều người đang gõ cửa. / Too many are at the door.")
        elif password is not None and await self._is_right(password):
            await self._application(scope, receive, send)
        else:
            challenge = [(b"www-authenticate", b'Basic realm="Kho Bao", charset="UTF-8"')]
            await _refuse(send, 401, challenge, "Kho này cần mật khẩu. / This archive wants a password.")

    async def _is_right(self, password: str) -> bool:
        if self._is_proven(password):
            return True
        self._waiting += 1
        try:
            async with self._hashing:
                if self._is_proven(password):  # of whoever waited with the same
                    return True
                is_right = await asyncio.to_thread(verify_password, password, self._hash)
        finally:
            self._waiting -= 1
        if is_right:
            self._proven = self._digest(password)
        return bool(is_right)

    def _is_proven(self, password: str) -> bool:
        return secrets.compare_digest(self._proven, self._digest(password))

    def _digest(self, password: str) -> bytes:
        return hashlib.blake2b(password.encode(), key=self._key).digest()


def _password(scope: Scope) -> str | None:
    """Password of a request; None where it has none, or no Basic credentials."""
    header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    scheme, _, credentials = header.partition(b" ")
    if scheme.lower() != b"basic" or len(header) > LONGEST_HEADER:
        return None
    try:
        _, colon, password = base64.b64decode(credentials.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return password if colon else None


async def _refuse(send: Send, status: int, more: list[tuple[bytes, bytes]], text: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS, *more]})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
