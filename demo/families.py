"""The five families, in the order of their ports."""

from __future__ import annotations

from demo.aspnet import ASPNET
from demo.epi import EPI
from demo.liferay import LIFERAY
from demo.mediasoft import MEDIASOFT
from demo.onecms import ONECMS

FAMILIES = (LIFERAY, ASPNET, EPI, ONECMS, MEDIASOFT)
