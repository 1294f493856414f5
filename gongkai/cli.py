"""`gongkai`: Django's management commands with the settings chosen."""

import os
import sys


def main() -> None:
    """Run a management command; the settings are `config.settings.dev` unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        sys.argv[1] = sys.argv[1].replace("-", "_")  # `gongkai purge-drill`: a module's name has no hyphen
    execute_from_command_line(sys.argv)
