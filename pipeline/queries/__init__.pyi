from .articles import ArticleLine, ArticlePage, Revision, RevisionLine, article, newest
from .coverage import Coverage, coverage_by_province
from .diff import Piece, diff_words
from .edits import RecentEdit, recent_edits
from .explain import explain
from .figures import Figures, figures
from .latest import FeedEntry, article_matches, of_everything, of_province, of_query, of_site, provinces
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
    "article",
    "article_matches",
    "articles_a_day",
    "count_articles",
    "coverage_by_province",
    "diff_words",
    "explain",
    "figures",
    "newest",
    "of_everything",
    "of_province",
    "of_query",
    "of_site",
    "profile_report",
    "provinces",
    "recent_edits",
    "site",
    "site_names",
    "sites",
]
