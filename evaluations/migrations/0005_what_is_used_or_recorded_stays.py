"""Rules in use are frozen; permits and exclusions are only added; options belong to their criteria."""

from django.db import migrations

from core.triggers import refuse

_USED = "EXISTS (SELECT FROM evaluations_round r WHERE r.rule_version_id = {version})"
_OF_SET = "(SELECT s.rule_version_id FROM evaluations_criteriaset s WHERE s.id = {set})"
_SET_OF_CRITERION = "(SELECT c.criteria_set_id FROM evaluations_criterion c WHERE c.id = {row}.criterion_id)"
_DOSSIER_ON = "EXISTS (SELECT FROM evaluations_dossier d WHERE d.criteria_set_id = {set})"
_SETTINGS = [
    "code",
    "decision_number",
    "effective_from",
    "validity_months",
    "taxonomy_id",
    "renewal_opens_days",
    "renewal_closes_days",
    "extension_days",
    "unit_check_days",
    "required_sections",
    "revocation_grounds",
    "quorum_percent",
    "quorum_needs_chair",
    "max_spread",
    "near_bound",
    "least_sheets",
    "averaging",
    "mark_rule",
    "mark_rule_reason",
]
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _SETTINGS) for row in ("OLD", "NEW"))
_MESSAGE = "rules that a round uses are frozen"


def _frozen(name: str, table: str, used: str):
    """Refuse to change or delete a row of ``table`` where ``used`` (SQL over OLD) holds."""
    return refuse(name, table=f"evaluations_{table}", events="UPDATE OR DELETE", condition=used, message=_MESSAGE)


def _own_option(table: str, name: str):
    return migrations.RunSQL(
        sql=f"""ALTER TABLE evaluations_{table} ADD CONSTRAINT {name} FOREIGN KEY (option_id, criterion_id)
            REFERENCES evaluations_option (id, criterion_id) DEFERRABLE INITIALLY DEFERRED""",
        reverse_sql=f"ALTER TABLE evaluations_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0004_evaluation_by_the_law")]

    operations = [
        refuse(
            "rule_version_in_use_is_frozen",
            table="evaluations_ruleversion",
            events="UPDATE",
            condition=f"ROW({_OLD}) IS DISTINCT FROM ROW({_NEW}) AND {_USED.format(version='OLD.id')}",
            message=_MESSAGE,
        ),
        _frozen("star_band_in_use_is_frozen", "starband", _USED.format(version="OLD.rule_version_id")),
        _frozen("decider_in_use_is_frozen", "decider", _USED.format(version="OLD.rule_version_id")),
        _frozen("round_window_in_use_is_frozen", "roundwindow", _USED.format(version="OLD.rule_version_id")),
        _frozen("criteria_set_in_use_is_frozen", "criteriaset", _USED.format(version="OLD.rule_version_id")),
        _frozen("part_in_use_is_frozen", "part", _USED.format(version=_OF_SET.format(set="OLD.criteria_set_id"))),
        _frozen(
            "criterion_in_use_is_frozen", "criterion", _USED.format(version=_OF_SET.format(set="OLD.criteria_set_id"))
        ),
        _frozen(
            "option_in_use_is_frozen",
            "option",
            _USED.format(version=_OF_SET.format(set=_SET_OF_CRITERION.format(row="OLD"))),
        ),
        refuse(
            "no_star_band_is_added_to_rules_in_use",
            table="evaluations_starband",
            events="INSERT",
            condition=_USED.format(version="NEW.rule_version_id"),
            message=_MESSAGE,
        ),
        refuse(
            "no_criterion_is_added_to_a_set_in_use",
            table="evaluations_criterion",
            events="INSERT",
            condition=_DOSSIER_ON.format(set="NEW.criteria_set_id"),
            message=_MESSAGE,
        ),
        refuse(
            "no_option_is_added_to_a_set_in_use",
            table="evaluations_option",
            events="INSERT",
            condition=_DOSSIER_ON.format(set=_SET_OF_CRITERION.format(row="NEW")),
            message=_MESSAGE,
        ),
        *(
            refuse(
                f"{model}_is_only_added",
                table=f"evaluations_{model.replace('_', '')}",
                events="UPDATE OR DELETE",
                condition="TRUE",
                message=f"a {model} is never changed or deleted",
            )
            for model in ("late_permit", "disqualification")
        ),
        _own_option("selfscore", "self_score_option_belongs_to_its_criterion"),
        _own_option("agreedoption", "agreed_option_belongs_to_its_criterion"),
        refuse(
            "agreed_option_is_written_only_while_its_dossier_is_scored",
            table="evaluations_agreedoption",
            events="INSERT OR UPDATE OR DELETE",
            condition="""NOT EXISTS (SELECT FROM evaluations_dossier d
                WHERE d.id = coalesce(NEW.dossier_id, OLD.dossier_id) AND d.state = 'accepted')""",
            message="the dossier is not open for scoring",
        ),
    ]
