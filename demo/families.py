"""The five families, in the order of their ports."""

from __future__ import annotations

from demo.aspnet import ASPNET
from demo.epi import EPI
from demo.liferay import LIFERAY

FAMILIES = (LIFERAY, ASPNET, EPI)
