"""A scan that a dossier rests on stays as it was sent."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("producers", "0002_papers_of_the_wallet")]

    operations = [
        refuse(
            "paper_file_is_only_added",
            table="producers_paperfile",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a scan of a paper is never changed or deleted",
        )
    ]
