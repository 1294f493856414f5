"""Enter the arrangements of 2019–2026 (data/holidays.json)."""

import hashlib
import json
from pathlib import Path

from django.db import migrations

SEED = Path(__file__).resolve().parents[1] / "data" / "holidays.json"


def enter_years(apps, schema_editor):
    HolidayYear = apps.get_model("workdays", "HolidayYear")
    Day = apps.get_model("workdays", "Day")
    for year, body in json.loads(SEED.read_text(encoding="utf-8"))["years"].items():
        lines = sorted(f"{day} {kind}" for day, kind, _ in body["days"])
        table = HolidayYear.objects.create(
            year=int(year),
            instrument=body["instrument"],
            digest=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        )
        Day.objects.bulk_create(
            Day(table=table, date=day, kind=kind, name=name) for day, kind, name in body["days"]
        )


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_holidays")]
    operations = [migrations.RunPython(enter_years, migrations.RunPython.noop)]
