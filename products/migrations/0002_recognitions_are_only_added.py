"""What a report counts is never overwritten: recognitions and revocations are rows of history."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("products", "0001_products_groups_and_recognitions")]

    operations = [
        refuse(
            f"{model}_is_only_added",
            table=f"products_{model}",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message=f"a {model} is never changed or deleted",
        )
        for model in ("recognition", "revocation")
    ]
