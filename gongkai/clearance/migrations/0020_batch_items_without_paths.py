"""Nobody ever wrote the addresses of a batch's items; the publisher works them out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clearance", "0019_unsealing")]

    operations = [migrations.RemoveField("batchitem", "paths")]
