"""The purge drill in this process: ``python -m gongkai.drill`` (GONGKAI_HOME is a throw-away home)."""

from __future__ import annotations

import json
import logging
import os
import sys


def main() -> None:
    """Prepare the home and run. Refuses a home that was not made for it: what is purged stays purged."""
    home = os.environ.get("GONGKAI_HOME", "")
    if not home or home != os.environ.get("GONGKAI_DRILL_HOME"):
        sys.exit("演练只在 gongkai purge-drill 备好的临时目录里做。")
    import django

    django.setup()
    from django.core.management import call_command

    from gongkai.drill.purge import as_rows, run_purge_drill

    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0, interactive=False)
    sys.stdout.write(json.dumps(as_rows(run_purge_drill()), ensure_ascii=False))


if __name__ == "__main__":
    main()
