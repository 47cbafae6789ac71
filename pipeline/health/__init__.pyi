from .inputs import HealthInputs, RecentArticle
from .link_coverage import NOTHING_LINKED, LinkCoverage
from .publishing import usual_rates
from .publishing_rate import MEMORY, Rates, estimate_rates, hour_of_week
from .reason import SEVERITY, Colour, Reason, worst_colour
from .rules import assess
from .wording import reason_in_words

__all__ = [
    "MEMORY",
    "NOTHING_LINKED",
    "SEVERITY",
    "Colour",
    "HealthInputs",
    "LinkCoverage",
    "Rates",
    "Reason",
    "RecentArticle",
    "assess",
    "estimate_rates",
    "hour_of_week",
    "reason_in_words",
    "usual_rates",
    "worst_colour",
]
