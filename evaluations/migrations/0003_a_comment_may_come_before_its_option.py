"""A member may write a comment before choosing an option; nothing typed is lost. A sent sheet stays as it was."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_an_option_belongs_to_its_criterion")]

    operations = [
        migrations.AlterField(
            model_name="scoreline",
            name="option",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evaluations.option",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreline",
            constraint=models.CheckConstraint(
                condition=Q(option__isnull=False) | ~Q(comment=""), name="line_has_an_option_or_a_comment"
            ),
        ),
        refuse(
            "sent_score_sheet_is_never_changed",
            table="evaluations_scoresheet",
            events="UPDATE OR DELETE",
            condition="OLD.state = 'sent'",
            message="a sent score sheet is not changed",
        ),
    ]
