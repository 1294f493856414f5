"""Structural pages, articles, and the site-wide announcement."""

from gongkai.website.models.announcements import Announcement
from gongkai.website.models.articles import ArticleAttachment, ArticlePage
from gongkai.website.models.columns import ColumnPage, HomePage, OpenGovernmentPage

__all__ = [
    "Announcement",
    "ArticleAttachment",
    "ArticlePage",
    "ColumnPage",
    "HomePage",
    "OpenGovernmentPage",
]
