from .add_site import AddedSite, add_site
from .source_check import SourceCheck, check_sources
from .status import SiteStatus, site_statuses

__all__ = ["AddedSite", "SiteStatus", "SourceCheck", "add_site", "check_sources", "site_statuses"]
