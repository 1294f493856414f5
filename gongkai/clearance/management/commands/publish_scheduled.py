from gongkai.clearance.management.commands.release_due import Command as ReleaseDue


class Command(ReleaseDue):
    """Stands in front of Wagtail's command of the same name, which one failing object would abort."""
