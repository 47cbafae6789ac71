from .asgi import Application, Receive, Scope, Send
from .headers import STRICT_POLICY, web_url, with_security_headers, without_illegible_headers
from .password import BasicAuth, hash_of
from .sql_sandbox import is_closed, limit_memory, sandboxed

__all__ = [
    "STRICT_POLICY",
    "Application",
    "BasicAuth",
    "Receive",
    "Scope",
    "Send",
    "hash_of",
    "is_closed",
    "limit_memory",
    "sandboxed",
    "web_url",
    "with_security_headers",
    "without_illegible_headers",
]
