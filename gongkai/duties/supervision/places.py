"""What words of content the tables of supervision cannot hold; the rest ``finders`` reads."""

from gongkai.core.traces import Fate, enter_place

enter_place(Fate.NEVER, "supervision.Notice", "sha256 spans", "摘要值和字符位置")
enter_place(Fate.NEVER, "supervision.Task", "spans", "字符位置")
enter_place(Fate.NEVER, "supervision.UnitMention", "candidates", "单位编码")
enter_place(Fate.NEVER, "supervision.ProgressReport", "period_label", "报送期的名称")
enter_place(Fate.NEVER, "supervision.Consolidation", "period_label", "报送期的名称")
enter_place(Fate.NEVER, "supervision.Urging", "period_label", "报送期的名称")
enter_place(Fate.NEVER, "supervision.EvidenceLink", "address_sha256", "摘要值")
