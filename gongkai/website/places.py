"""What words of content the tables of columns, articles and announcements hold: their own."""

from gongkai.core.traces import Fate, enter_place

_OWN = "页面和公告自己的内容；别的页面里的由“别的页面和它的旧版”列出"

enter_place(Fate.OWN, "website.Announcement", "text link_text url", _OWN)
enter_place(Fate.OWN, "website.ArticlePage", "summary body source author keywords", _OWN)
enter_place(Fate.OWN, "website.ArticleAttachment", "title", _OWN)
enter_place(Fate.OWN, "website.HomePage", "plate_title placeholder hot exits services", _OWN)
enter_place(Fate.OWN, "website.ColumnPage", "summary keywords body", _OWN)
enter_place(Fate.OWN, "website.OpenGovernmentPage", "summary apply_title apply_url", _OWN)
