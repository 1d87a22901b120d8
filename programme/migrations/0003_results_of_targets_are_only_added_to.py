"""What was written down of a target stays as it was."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_task_notes_are_only_added_to")]

    operations = [
        refuse(
            "target_results_are_only_added_to",
            table="programme_targetresult",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="results of a target are only added to",
        ),
    ]
