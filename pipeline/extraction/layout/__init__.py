"""Where on a page the article stands."""
