"""Published forms and the history of campaigns stay; an open campaign keeps its form and its days of data."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_what_was_sent_stays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Mở đợt báo cáo"),
                            ("changed", "Đổi hạn gửi, ngày khoá"),
                            ("units_added", "Thêm đơn vị báo cáo"),
                            ("units_removed", "Bớt đơn vị báo cáo"),
                            ("exception", "Cho phép nhập sau khi khoá"),
                            ("exception_ended", "Kết thúc sớm việc nhập sau khi khoá"),
                            ("reminded", "Nhắc đơn vị chưa gửi"),
                        ],
                        max_length=20,
                    ),
                ),
                ("changes", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        refuse(
            "published_form_stays",
            table="campaigns_form",
            events="UPDATE OR DELETE",
            condition="OLD.published_at IS NOT NULL",
            message="a published form is not changed",
        ),
        refuse(
            "section_of_a_published_form_stays",
            table="campaigns_formsection",
            events="INSERT OR UPDATE OR DELETE",
            condition="EXISTS (SELECT 1 FROM campaigns_form f"
            " WHERE f.id IN (OLD.form_id, NEW.form_id) AND f.published_at IS NOT NULL)",
            message="a published form is not changed",
        ),
        refuse(
            "element_of_a_published_form_stays",
            table="campaigns_element",
            events="INSERT OR UPDATE OR DELETE",
            condition="EXISTS (SELECT 1 FROM campaigns_formsection s JOIN campaigns_form f ON f.id = s.form_id"
            " WHERE s.id IN (OLD.section_id, NEW.section_id) AND f.published_at IS NOT NULL)",
            message="a published form is not changed",
        ),
        refuse(
            "an_open_campaign_asks_by_a_published_form",
            table="campaigns_campaign",
            events="INSERT OR UPDATE",
            condition="NEW.opened_at IS NOT NULL AND EXISTS (SELECT 1 FROM campaigns_form f"
            " WHERE f.id = NEW.form_id AND f.published_at IS NULL)",
            message="units are asked by a published form",
        ),
        refuse(
            "an_open_campaign_keeps_what_it_asks",
            table="campaigns_campaign",
            events="UPDATE",
            condition="OLD.opened_at IS NOT NULL AND (NEW.opened_at IS NULL OR NEW.form_id <> OLD.form_id"
            " OR NEW.first <> OLD.first OR NEW.last <> OLD.last OR NEW.kind <> OLD.kind)",
            message="an open campaign keeps its form and its days of data",
        ),
        refuse(
            "campaign_events_are_only_added_to",
            table="campaigns_campaignevent",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="the history of a campaign is only added to",
        ),
        refuse(
            "lock_exception_only_ends",
            table="campaigns_lockexception",
            events="UPDATE",
            condition="OLD.ended_at IS NOT NULL OR NEW.campaign_id <> OLD.campaign_id OR NEW.unit_id <> OLD.unit_id"
            " OR NEW.until <> OLD.until OR NEW.reason <> OLD.reason OR NEW.granted_by_id <> OLD.granted_by_id",
            message="an exception is ended early or runs out; nothing else about it changes",
        ),
        refuse(
            "lock_exception_stays",
            table="campaigns_lockexception",
            events="DELETE",
            condition="TRUE",
            message="exceptions are kept",
        ),
    ]
