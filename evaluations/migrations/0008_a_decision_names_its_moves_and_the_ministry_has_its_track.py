"""Decisions name the moves they made; the ministry's track of a dossier."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_the_hash_of_a_file_has_a_name"),
        ("evaluations", "0007_what_was_edited_in_a_dossier_is_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CentralEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sent", "Gửi hồ sơ lên trung ương"),
                            ("asked", "Trung ương yêu cầu bổ sung"),
                            ("supplemented", "Đã gửi bổ sung"),
                            ("result", "Kết quả của trung ương"),
                        ],
                        max_length=12,
                        verbose_name="việc",
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                (
                    "points",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="điểm trung ương"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="nội dung")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "việc với trung ương",
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="dossiermove",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.officialdocument",
            ),
        ),
        migrations.AddField(
            model_name="dossiermove",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="undone_by",
                to="evaluations.dossiermove",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="decided_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="lý do theo quyết định"),
        ),
        migrations.AddField(
            model_name="result",
            name="decided_star",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hạng theo quyết định"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_star__isnull", True), ("decided_star__range", (1, 5)), _connector="OR"),
                name="decided_star_is_one_to_five",
            ),
        ),
        migrations.AddField(
            model_name="centralevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.officialdocument",
                verbose_name="văn bản",
            ),
        ),
        migrations.AddField(
            model_name="centralevent",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="central_events", to="evaluations.dossier"
            ),
        ),
        migrations.AddField(
            model_name="centralevent",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="centralevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("points__isnull", True), models.Q(("kind", "result"), ("points__range", (0, 100))), _connector="OR"
                ),
                name="central_points_are_0_to_100_and_of_a_result",
                violation_error_message="Điểm từ 0 đến 100 và chỉ ghi cùng kết quả.",
            ),
        ),
        migrations.AddConstraint(
            model_name="centralevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("sent", "result")), _negated=True),
                    ("document__isnull", False),
                    _connector="OR",
                ),
                name="sending_and_result_name_their_document",
                violation_error_message="Hãy chọn văn bản.",
            ),
        ),
        refuse(
            "central_event_is_only_added",
            table="evaluations_centralevent",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a central event is never changed or deleted",
        ),
    ]
