"""What was noted of a task stays as it was written."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_plans_directives_activities_and_start_ups")]

    operations = [
        refuse(
            "task_notes_are_only_added_to",
            table="programme_tasknote",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="notes of a task are only added to",
        ),
    ]
