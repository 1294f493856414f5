"""Who sees to it that every column is kept up, and who writes what stands above every page."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

SEE_TO_COLUMNS = define_verb("website.see_to_columns", "督促各栏目按时更新", Role.OFFICE, Role.WEB)
EDIT_ANNOUNCEMENTS = define_verb("website.edit_announcements", "起草全站公告", Role.OFFICE, Role.WEB)
