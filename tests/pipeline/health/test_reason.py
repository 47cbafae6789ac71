"""How bad reasons are."""

from __future__ import annotations

from pipeline.health.reason import Reason, worst_colour


def test_a_site_has_the_colour_of_its_worst_reason() -> None:
    """In whatever order they come; none is green."""
    yellow, red = Reason("retired", "yellow"), Reason("failing", "red")
    assert worst_colour([]) == "green"
    assert worst_colour([yellow]) == "yellow"
    assert worst_colour([yellow, red]) == worst_colour([red, yellow]) == "red"
