"""Guards of the scoring that need more than one row."""

from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_rules_rounds_dossiers_and_scores")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE evaluations_option ADD CONSTRAINT option_with_its_criterion UNIQUE (id, criterion_id);
                ALTER TABLE evaluations_scoreline ADD CONSTRAINT score_line_option_belongs_to_its_criterion
                    FOREIGN KEY (option_id, criterion_id) REFERENCES evaluations_option (id, criterion_id)
                    DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql="""
                ALTER TABLE evaluations_scoreline DROP CONSTRAINT score_line_option_belongs_to_its_criterion;
                ALTER TABLE evaluations_option DROP CONSTRAINT option_with_its_criterion;
            """,
        ),
        refuse(
            "dossier_move_is_only_added",
            table="evaluations_dossiermove",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a move of a dossier is never changed or deleted",
        ),
        refuse(
            "score_sheet_is_written_only_while_its_dossier_is_scored",
            table="evaluations_scoresheet",
            events="INSERT OR UPDATE OR DELETE",
            condition="""NOT EXISTS (SELECT FROM evaluations_assignment a
                JOIN evaluations_dossier d ON d.id = a.dossier_id
                WHERE a.id = coalesce(NEW.assignment_id, OLD.assignment_id) AND d.state = 'accepted')""",
            message="the dossier is not open for scoring",
        ),
        refuse(
            "score_line_is_written_only_while_its_sheet_is_a_draft",
            table="evaluations_scoreline",
            events="INSERT OR UPDATE OR DELETE",
            condition="""NOT EXISTS (SELECT FROM evaluations_scoresheet s
                WHERE s.id = coalesce(NEW.sheet_id, OLD.sheet_id) AND s.state = 'draft')""",
            message="a sent score sheet is not changed",
        ),
    ]
