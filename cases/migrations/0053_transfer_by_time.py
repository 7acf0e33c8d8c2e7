"""The newest offers to hand a case over come first in a list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0052_case_transfer")]

    operations = [
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(fields=["offered_at", "id"], name="transfer_by_time"),
        ),
    ]
