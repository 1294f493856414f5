"""What words of content the tables of interpretations and infographics hold: their own."""

from gongkai.core.traces import Fate, enter_place

_OWN = "解读、图解自己的内容；别的页面里的由“别的页面和它的旧版”列出"

enter_place(Fate.OWN, "interpretations.InterpretationIndexPage", "introduction", _OWN)
enter_place(Fate.OWN, "interpretations.InterpretationPage", "interpreter lead_in points body contact", _OWN)
enter_place(Fate.OWN, "interpretations.InfographicPage", "headline facts", _OWN)
