"""One benchmark in this process: ``python -m gongkai.bench NAME`` (GONGKAI_HOME is a throw-away home)."""

from __future__ import annotations

import json
import logging
import os
import sys


def main() -> None:
    """Prepare the home and run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from gongkai.bench import read, release, scan, search, typeset  # noqa: F401  (they register)
    from gongkai.bench.contract import BENCHES, document

    logging.disable(logging.INFO)
    name = sys.argv[1]
    if name == "edit-time":
        sys.stdout.write(str(release.edit_time(int(sys.argv[2]))))
        return
    if name == "names":
        sys.stdout.write(json.dumps(sorted(BENCHES)))
        return
    sys.stdout.write(json.dumps(document(name, BENCHES[name]()), ensure_ascii=False))


if __name__ == "__main__":
    main()
