"""Versions that were loaded before settings existed get those of the data files, also where they are in use.

The values repeat ``evaluations/data/rule_versions.json`` of this day: a migration does not change later.
"""

from django.db import migrations

_OLD_REASON = "Các đợt theo quyết định này đã kết thúc trên giấy; mức của từng tiêu chí lấy theo biên bản của hội đồng."
_NEW_REASON = (
    "Quyết định 26/2026/QĐ-TTg không nêu mức tối thiểu được xét trên từng phiếu, điểm trung bình hay ý kiến chung."
    " Điểm trung bình có thể rơi giữa hai mức, nên hội đồng thống nhất một mức cho mỗi tiêu chí có dấu sao"
    " và ghi vào biên bản."
)
_TABLE, _TRIGGER = "evaluations_ruleversion", "rule_version_in_use_is_frozen"


def _set_settings(apps, _schema_editor):
    versions = apps.get_model("evaluations", "RuleVersion").objects
    versions.filter(code__in=("1048", "148")).update(
        required_sections=["registration", "background"],
        quorum_percent=0,
        quorum_needs_chair=False,
        mark_rule_reason=_OLD_REASON,
    )
    versions.filter(code="26").update(least_sheets=3, mark_rule_reason=_NEW_REASON)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0008_a_decision_names_its_moves_and_the_ministry_has_its_track")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {_TABLE} DISABLE TRIGGER {_TRIGGER}", f"ALTER TABLE {_TABLE} ENABLE TRIGGER {_TRIGGER}"
        ),
        migrations.RunPython(_set_settings, migrations.RunPython.noop),
        migrations.RunSQL(
            f"ALTER TABLE {_TABLE} ENABLE TRIGGER {_TRIGGER}", f"ALTER TABLE {_TABLE} DISABLE TRIGGER {_TRIGGER}"
        ),
    ]
