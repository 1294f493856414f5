from hashlib import sha256

from django.conf import settings
from django.db import migrations, models

from gongkai.duties.supervision.rules.addresses import same_address


def fill(apps, schema_editor):
    """Addresses entered before they were compared; of several that stand for one page, the first bears it.

    The others stay as they were entered: nobody has removed them, and a task struck off keeps what it was judged by.
    """
    Evidence = apps.get_model("supervision", "EvidenceLink")
    borne = set()
    for row in Evidence.objects.exclude(url="").order_by("added_at", "pk").iterator():
        address = same_address(row.url, home=settings.WAGTAILADMIN_BASE_URL)
        digest = sha256(address.encode()).hexdigest()
        if row.removed_at is None:
            if (row.task_id, digest) in borne:
                continue
            borne.add((row.task_id, digest))
        Evidence.objects.filter(pk=row.pk).update(address_sha256=digest)


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0003_evidence_removed_and_urging'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidencelink',
            name='address_sha256',
            field=models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='网址的指纹'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='evidencelink',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('address_sha256', ''), _negated=True)), fields=('task', 'address_sha256'), name='evidence_address_once', violation_error_message='这个网址已经是这项任务的证据。'),
        ),
    ]
