from .articles import (
    ArticleLine,
    ArticlePage,
    Revision,
    RevisionLine,
    SiteLine,
    article,
    articles_a_day,
    newest,
    site,
    site_names,
    sites,
)
from .coverage import Holdings, by_province
from .diff import Piece, words
from .edits import Changed, lately
from .figures import Figures, figures
from .latest import Entry, article_matches, of_everything, of_province, of_query, of_site, provinces
from .profile_report import NotLearned, as_json, portray

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
    "as_json",
    "by_province",
    "figures",
    "lately",
    "newest",
    "of_everything",
    "of_province",
    "of_query",
    "of_site",
    "portray",
    "provinces",
    "site",
    "site_names",
    "sites",
    "words",
]
