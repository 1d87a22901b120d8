"""A fixed edition keeps the name under which it was frozen; nothing is moved into it from elsewhere."""

from django.db import migrations, models

from core.triggers import refuse

_FIXED = "('frozen', 'issued')"
_IS_FIXED = f"NEW.report_id IN (SELECT id FROM reports_report WHERE stage IN {_FIXED})"  # noqa: S608 - no value of users
_MESSAGE = "a fixed edition of a report never changes"


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_a_fixed_edition_never_changes")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="frozen_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=250),
            preserve_default=False,
        ),
        migrations.RunSQL(
            sql="UPDATE reports_report r SET frozen_name = c.name FROM reports_consolidation c"
            " WHERE c.id = r.consolidation_id AND r.stage IN ('frozen', 'issued')",
            reverse_sql=migrations.RunSQL.noop,
        ),
        refuse(
            "a_fixed_edition_keeps_its_name",
            table="reports_report",
            events="UPDATE",
            condition=f"OLD.stage IN {_FIXED} AND NEW.frozen_name <> OLD.frozen_name",
            message=_MESSAGE,
        ),
        refuse(
            "no_figure_is_moved_into_a_fixed_edition",
            table="reports_reportfigure",
            events="UPDATE",
            condition=_IS_FIXED,
            message=_MESSAGE,
        ),
        refuse(
            "no_file_is_moved_into_a_fixed_edition",
            table="reports_reportfile",
            events="UPDATE",
            condition=_IS_FIXED,
            message=_MESSAGE,
        ),
    ]
