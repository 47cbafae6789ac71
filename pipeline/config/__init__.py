"""What a person writes: the home's settings and the sites' files, as values."""

from pipeline.config.home import Home, Settings
from pipeline.config.pausing import set_paused
from pipeline.config.site import (
    MAX_DELAY,
    Address,
    Domain,
    Every,
    Host,
    Kind,
    Politeness,
    Rules,
    Site,
    Source,
    SourceKind,
    file_name,
    load_site,
)
from pipeline.config.toml import read_toml, structure

__all__ = [
    "MAX_DELAY",
    "Address",
    "Domain",
    "Every",
    "Home",
    "Host",
    "Kind",
    "Politeness",
    "Rules",
    "Settings",
    "Site",
    "Source",
    "SourceKind",
    "file_name",
    "load_site",
    "read_toml",
    "set_paused",
    "structure",
]
