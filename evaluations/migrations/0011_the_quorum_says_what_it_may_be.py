"""The message of a broken quorum named no number format."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0010_a_round_decides_after_it_closes"),
        ("products", "0004_only_cancelling_changes_a_recognition"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="ruleversion",
            name="quorum_is_at_most_all",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum_percent__lte", 100)),
                name="quorum_is_at_most_all",
                violation_error_message="Tỷ lệ có mặt tối thiểu từ 0 đến 100 phần trăm.",
            ),
        ),
    ]
