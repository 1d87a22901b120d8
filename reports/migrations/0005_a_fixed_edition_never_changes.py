"""A frozen or issued edition never changes: figures, texts, days, files; its stage only moves forward."""

from django.db import migrations

from core.triggers import refuse

_FIXED = "('frozen', 'issued')"
_KEPT = (
    "snapshot",
    "texts",
    "snapshot_at",
    "kind",
    "year",
    "half",
    "unit_id",
    "first",
    "last",
    "as_of",
    "boundaries",
    "consolidation_id",
    "edition",
    "frozen_at",
    "frozen_by_id",
)
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _KEPT)
_MESSAGE = "a fixed edition of a report never changes"


def _of_fixed(row: str) -> str:
    return f"{row}.report_id IN (SELECT id FROM reports_report WHERE stage IN {_FIXED})"  # noqa: S608 - no value of users


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_consolidated_reports_with_editions")]

    operations = [
        refuse(
            "a_fixed_edition_is_kept_as_it_is",
            table="reports_report",
            events="UPDATE",
            condition=f"OLD.stage IN {_FIXED} AND ({_CHANGED})",
            message=_MESSAGE,
        ),
        refuse(
            "a_fixed_edition_stays",
            table="reports_report",
            events="DELETE",
            condition=f"OLD.stage IN {_FIXED}",
            message=_MESSAGE,
        ),
        refuse(
            "the_stage_of_an_edition_only_moves_forward",
            table="reports_report",
            events="UPDATE",
            condition=(
                "NEW.stage <> OLD.stage AND (OLD.stage, NEW.stage) NOT IN (('draft', 'frozen'), ('frozen', 'issued'))"
                " OR OLD.document_id IS NOT NULL AND NEW.document_id IS DISTINCT FROM OLD.document_id"
            ),
            message="the stage of an edition only moves forward",
        ),
        refuse(
            "what_an_edition_read_is_read_once",
            table="reports_report",
            events="UPDATE",
            condition="OLD.snapshot IS NOT NULL AND NEW.snapshot IS DISTINCT FROM OLD.snapshot",
            message="what an edition has read is never read anew",
        ),
        refuse(
            "figures_of_a_fixed_edition_are_kept",
            table="reports_reportfigure",
            events="UPDATE OR DELETE",
            condition=_of_fixed("OLD"),
            message=_MESSAGE,
        ),
        refuse(
            "a_fixed_edition_gets_no_more_figures",
            table="reports_reportfigure",
            events="INSERT",
            condition=_of_fixed("NEW"),
            message=_MESSAGE,
        ),
        refuse(
            "files_of_a_fixed_edition_are_kept",
            table="reports_reportfile",
            events="UPDATE OR DELETE",
            condition=_of_fixed("OLD"),
            message=_MESSAGE,
        ),
        refuse(
            "files_bear_the_stage_of_their_edition",
            table="reports_reportfile",
            events="INSERT",
            condition="NEW.stage <> (SELECT stage FROM reports_report WHERE id = NEW.report_id)",
            message="a file bears the stage that its edition has reached",
        ),
    ]
