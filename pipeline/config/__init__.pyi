from .home import Home, Settings
from .pausing import set_paused
from .site import (
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
from .toml import read_toml, structure

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
