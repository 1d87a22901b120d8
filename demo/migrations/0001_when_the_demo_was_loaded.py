"""The marker of the demo."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DemoLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_whole", models.BooleanField(default=True, editable=False, unique=True)),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="nạp lúc")),
                ("today", models.DateField(verbose_name="ngày của dữ liệu")),
            ],
            options={
                "verbose_name": "lần nạp dữ liệu minh hoạ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_whole", True)), name="demo_is_loaded_whole_or_not_at_all"
                    )
                ],
            },
        ),
    ]
