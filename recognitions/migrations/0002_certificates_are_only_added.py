"""A certificate on a wall is answered for: neither number nor code ever changes."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("recognitions", "0001_certificates_and_reminders")]

    operations = [
        refuse(
            "award_certificate_is_only_added",
            table="recognitions_awardcertificate",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a certificate is never changed or deleted",
        )
    ]
