"""The path follows from the tree, and a unit does not outlive the one above."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("units", "0001_units_with_validity_and_succession")]

    operations = [
        refuse(
            "unit_path_follows_from_the_tree",
            table="units_unit",
            events="INSERT OR UPDATE",
            condition="""NEW.path IS DISTINCT FROM
                coalesce((SELECT path FROM units_unit WHERE id = NEW.parent_id), '') || NEW.code || '/'""",
            message="path must be the parent's path and the own code",
        ),
        refuse(
            "unit_lives_within_its_parent",
            table="units_unit",
            events="INSERT OR UPDATE",
            condition="""EXISTS (SELECT FROM units_unit parent WHERE parent.id = NEW.parent_id
                AND NOT daterange(parent.valid_from, parent.valid_to, '[]')
                    @> daterange(NEW.valid_from, NEW.valid_to, '[]'))""",
            message="a unit is valid only while its parent is",
        ),
    ]
