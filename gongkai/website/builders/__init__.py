"""Outputs of the public shell; imported at start."""

from gongkai.publishing.protocol import register_builder
from gongkai.website.builders.announcements import AnnouncementPreview
from gongkai.website.builders.archives import MonthBuilder, YearBuilder
from gongkai.website.builders.columns import ColumnBuilder, FeedBuilder, OpenGovernmentBuilder
from gongkai.website.builders.names import register_names_of_entries
from gongkai.website.builders.pages import ArticleBuilder, HomeBuilder
from gongkai.website.builders.reevaluation import ReevaluationBuilder
from gongkai.website.builders.site import SiteMapBuilder
from gongkai.website.builders.upkeep import UpkeepBuilder
from gongkai.website.news import register_news
from gongkai.website.sheets import register_look
from gongkai.website.shell import register_shell_parts

register_look()
register_shell_parts()
register_names_of_entries()
register_news()
for builder in (
    HomeBuilder(),
    ArticleBuilder(),
    ColumnBuilder(),
    OpenGovernmentBuilder(),
    YearBuilder(),
    MonthBuilder(),
    FeedBuilder(),
    SiteMapBuilder(),
    UpkeepBuilder(),
    ReevaluationBuilder(),
    AnnouncementPreview(),
):
    register_builder(builder)
