"""Chinese names of the dossier's actions."""

from gongkai.core.audit.registry import define_action
from gongkai.duties.dossiers import events_review as events_review  # enters its own

define_action("dossiers.add_paper", "材料入卷")
define_action("dossiers.void_paper", "作废卷内材料")
