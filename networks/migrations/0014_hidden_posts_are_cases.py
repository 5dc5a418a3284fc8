"""What was told of posts hidden by hand is of the kind that tells of every hidden post now."""

from django.db import migrations


def rename_kind(apps, schema_editor):
    # Without ``about``, whoever was told may open it; its address is still that of the post.
    told = apps.get_model("notifications", "Notification").objects
    told.filter(kind="networks.post_hidden").update(kind="networks.upheld", about=None)


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0013_fill_sources_of_gaps"),
        ("notifications", "0009_plainer_words"),
    ]

    operations = [migrations.RunPython(rename_kind, migrations.RunPython.noop)]
