"""Translation fields of the base page, once Wagtail's locale table exists; Wagtail's sample content goes."""

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


def remove_sample_content(apps, schema_editor):
    """Wagtail's own first migration makes a live welcome page and two groups that could publish by themselves.

    The site row points at the root until a home page is set up.
    """
    page_model = apps.get_model("clearance", "BasePage")
    site_model = apps.get_model("wagtailcore", "Site")
    root = page_model.objects.get(depth=1)
    site_model.objects.update(root_page_id=root.pk)
    page_model.objects.filter(depth=2, slug="home").delete()
    page_model.objects.filter(pk=root.pk).update(numchild=0)
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()
    apps.get_model("wagtailcore", "WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore", "Workflow").objects.all().delete()
    apps.get_model("wagtailcore", "Task").objects.all().delete()
    page_model.objects.filter(pk=root.pk).update(title="根", draft_title="根")
    if schema_editor.connection.vendor == "postgresql":  # or the indexes made at the end find pending triggers
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        BootstrapLocaleField("clearance.BasePage"),
        BootstrapTranslationKeyField("clearance.BasePage"),
        BootstrapTranslatableModel("clearance.BasePage"),
        migrations.RunPython(remove_sample_content, migrations.RunPython.noop),
    ]
