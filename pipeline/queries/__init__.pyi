from .articles import ArticleLine, ArticlePage, Revision, RevisionLine, article, newest
from .coverage import Coverage, coverage_by_province
from .diff import Piece, diff_words
from .edits import RecentEdit, recent_edits
from .explain import explain
from .figures import Figures, figures
from .latest import (
    FeedEntry,
    all_entries,
    article_matches,
    province_codes,
    province_entries,
    query_entries,
    site_entries,
)
from .profile_report import NotLearned, ProfileReport, profile_report
from .sites import SiteLine, articles_a_day, count_articles, site, site_names, sites

__all__ = [
    "ArticleLine",
    "ArticlePage",
    "Coverage",
    "FeedEntry",
    "Figures",
    "NotLearned",
    "Piece",
    "ProfileReport",
    "RecentEdit",
    "Revision",
    "RevisionLine",
    "SiteLine",
    "all_entries",
    "article",
    "article_matches",
    "articles_a_day",
    "count_articles",
    "coverage_by_province",
    "diff_words",
    "explain",
    "figures",
    "newest",
    "profile_report",
    "province_codes",
    "province_entries",
    "query_entries",
    "recent_edits",
    "site",
    "site_entries",
    "site_names",
    "sites",
]
