from .fields import MAX_DELAY, Host, HttpUrl
from .home import Home
from .settings import Settings
from .site import REST, Domain, Every, Politeness, Rules, Site, SiteKind, Source, SourceKind
from .site_files import file_name, load_site, set_paused, to_toml, with_politeness
from .toml import read_toml, structure

__all__ = [
    "MAX_DELAY",
    "REST",
    "Domain",
    "Every",
    "Home",
    "Host",
    "HttpUrl",
    "Politeness",
    "Rules",
    "Settings",
    "Site",
    "SiteKind",
    "Source",
    "SourceKind",
    "file_name",
    "load_site",
    "read_toml",
    "set_paused",
    "structure",
    "to_toml",
    "with_politeness",
]
