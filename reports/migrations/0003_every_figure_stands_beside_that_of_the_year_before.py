from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_a_semiannual_report_has_its_half"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reportfigure",
            name="previous",
            field=models.DecimalField(decimal_places=2, max_digits=14),
        ),
    ]
