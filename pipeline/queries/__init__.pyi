from .articles import ArticleLine, ArticlePage, Revision, RevisionLine, article, newest
from .coverage import Holdings, by_province
from .diff import Piece, words
from .edits import Changed, lately
from .explain import explain
from .figures import Figures, figures
from .latest import Entry, article_matches, of_everything, of_province, of_query, of_site, provinces
from .profile_report import NotLearned, profile_report
from .sites import SiteLine, articles_a_day, site, site_names, sites

__all__ = [
    "ArticleLine",
    "ArticlePage",
    "Changed",
    "Entry",
    "Figures",
    "Holdings",
    "NotLearned",
    "Piece",
    "Revision",
    "RevisionLine",
    "SiteLine",
    "article",
    "article_matches",
    "articles_a_day",
    "by_province",
    "explain",
    "figures",
    "lately",
    "newest",
    "of_everything",
    "of_province",
    "of_query",
    "of_site",
    "profile_report",
    "provinces",
    "site",
    "site_names",
    "sites",
    "words",
]
