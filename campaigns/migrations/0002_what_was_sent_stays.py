"""What a unit sent, how its report moved and what was corrected is never rewritten."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_forms_campaigns_and_units_reports")]

    operations = [
        refuse(
            "sent_version_stays_as_sent",
            table="campaigns_sentversion",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a version that was sent is never changed",
        ),
        refuse(
            "report_moves_are_only_added_to",
            table="campaigns_reportmove",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="the history of a report is only added to",
        ),
        refuse(
            "corrections_are_only_added_to",
            table="campaigns_correction",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="corrections are only added to",
        ),
        refuse(
            "attached_file_stays",
            table="campaigns_attachment",
            events="UPDATE",
            condition="NEW.report_id <> OLD.report_id OR NEW.file <> OLD.file OR NEW.sha256 <> OLD.sha256"
            " OR NEW.name <> OLD.name OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL)",
            message="a file of a report is taken away, never changed",
        ),
        refuse(
            "attached_file_is_not_deleted",
            table="campaigns_attachment",
            events="DELETE",
            condition="TRUE",
            message="a file of a report stays in the versions that were sent with it",
        ),
    ]
