from __future__ import annotations

import hashlib
import hmac
import time

import pytest

from crawlers.frontier import Hub
from crawlers.websub import LEASE, RENEW, Subscription, is_signed

HUB = Hub("bao.example", "https://bao.example/rss", "https://hub.example/", "https://bao.example/rss?self")


def query(**parameters: str) -> dict[str, list[str]]:
    """A hub's question, as a URL's query is parsed."""
    return {f"hub.{name}": [value] for name, value in parameters.items()}


def test_a_subscription_that_was_asked_for_is_confirmed_and_renewed_before_it_ends() -> None:
    """The challenge is sent back; a hub that grants less than was asked for is asked earlier."""
    subscription = Subscription(HUB)
    asked = query(mode="subscribe", topic=HUB.topic, challenge="c", lease_seconds="1000")
    assert subscription.verify(asked) == (200, b"c")
    assert subscription.ask_at == pytest.approx(time.monotonic() + RENEW * 1000, abs=5)
    subscription.verify(query(mode="subscribe", topic=HUB.topic, challenge="c", lease_seconds=str(LEASE * 9)))
    assert subscription.ask_at == pytest.approx(time.monotonic() + RENEW * LEASE, abs=5)


@pytest.mark.parametrize(
    "parameters",
    [
        {"mode": "subscribe", "topic": "https://khac.example/rss", "challenge": "c"},
        {"mode": "unsubscribe", "topic": HUB.topic, "challenge": "c"},
        {"mode": "subscribe", "topic": HUB.topic},
        {},
    ],
)
def test_what_was_not_asked_for_is_not_confirmed(parameters: dict[str, str]) -> None:
    """Another topic, another act, or no challenge."""
    subscription = Subscription(HUB)
    assert subscription.verify(query(**parameters)) == (404, b"")
    assert subscription.ask_at == 0.0


def test_a_hub_that_denies_is_taken_at_its_word() -> None:
    """It is answered, and asked again as late as one that did not answer."""
    assert Subscription(HUB).verify(query(mode="denied", topic=HUB.topic, reason="no")) == (200, b"")


@pytest.mark.parametrize("method", ["sha256", "sha384", "sha512"])
def test_a_call_is_signed_with_the_secret(method: str) -> None:
    """Of the body as it came; in small or capital letters."""
    digest = hmac.new(b"secret", b"body", getattr(hashlib, method)).hexdigest()
    assert is_signed("secret", b"body", f"{method}={digest}")
    assert is_signed("secret", b"body", f"{method}={digest.upper()}")
    assert not is_signed("secret", b"body ", f"{method}={digest}")
    assert not is_signed("other", b"body", f"{method}={digest}")


def test_sha1_and_no_signature_are_none() -> None:
    """The first can be forged."""
    digest = hmac.new(b"secret", b"body", hashlib.sha1).hexdigest()
    for signature in (f"sha1={digest}", "", "sha256=", "sha256"):
        assert not is_signed("secret", b"body", signature)
