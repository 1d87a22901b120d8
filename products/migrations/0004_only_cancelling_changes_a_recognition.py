"""A recognition stays as it was decided; only that its decision was cancelled is noted, once."""

from django.db import migrations

from core.triggers import refuse

_KEPT = (
    "id, product_id, star, kind, document_id, decided_on, valid_from, valid_until, points, rule_version, "
    "dossier_id, producer_id, legal_form, unit_id, group_id"
)
_OLD, _NEW = (", ".join(f"{row}.{name.strip()}" for name in _KEPT.split(",")) for row in ("OLD", "NEW"))


class Migration(migrations.Migration):
    dependencies = [("products", "0003_a_decision_can_be_cancelled")]

    operations = [
        migrations.RunSQL(
            sql="DROP TRIGGER recognition_is_only_added ON products_recognition",
            reverse_sql="""CREATE TRIGGER recognition_is_only_added BEFORE UPDATE OR DELETE ON products_recognition
                FOR EACH ROW EXECUTE FUNCTION recognition_is_only_added()""",
        ),
        refuse(
            "recognition_is_never_deleted",
            table="products_recognition",
            events="DELETE",
            condition="TRUE",
            message="a recognition is never deleted",
        ),
        refuse(
            "only_cancelling_changes_a_recognition",
            table="products_recognition",
            events="UPDATE",
            condition=f"""OLD.cancelled_on IS NOT NULL OR NEW.cancelled_on IS NULL
                OR ROW({_OLD}) IS DISTINCT FROM ROW({_NEW})""",
            message="a recognition is never changed, but for noting once that its decision was cancelled",
        ),
    ]
