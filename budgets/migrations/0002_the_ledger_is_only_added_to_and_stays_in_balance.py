"""Entries are never changed; no two writers together spend what only one of them could."""

from django.db import migrations

from core.triggers import refuse

_BALANCE = """
    CREATE FUNCTION ledger_stays_in_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        planned numeric; allocated numeric; disbursed numeric; settled numeric;
    BEGIN
        -- The line is the lock: a second writer waits here and then sees what the first one wrote.
        PERFORM 1 FROM budgets_budgetline WHERE id = NEW.line_id FOR UPDATE;
        SELECT coalesce(sum(amount_vnd) FILTER (WHERE kind IN ('plan', 'adjust', 'carry')), 0),
               coalesce(sum(amount_vnd) FILTER (WHERE kind IN ('allocate', 'carry')), 0),
               coalesce(sum(amount_vnd) FILTER (WHERE kind = 'disburse'), 0),
               coalesce(sum(amount_vnd) FILTER (WHERE kind = 'settle'), 0)
          INTO planned, allocated, disbursed, settled
          FROM budgets_ledgerentry WHERE line_id = NEW.line_id;
        IF NOT (0 <= settled AND settled <= disbursed AND disbursed <= allocated AND allocated <= planned) THEN
            RAISE EXCEPTION 'the ledger would leave its balance'
                USING ERRCODE = '23514', CONSTRAINT = 'ledger_stays_in_balance';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER ledger_stays_in_balance AFTER INSERT ON budgets_ledgerentry
        FOR EACH ROW EXECUTE FUNCTION ledger_stays_in_balance();
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_sources_lines_and_a_ledger")]

    operations = [
        migrations.RunSQL(
            sql=_BALANCE,
            reverse_sql="""DROP TRIGGER ledger_stays_in_balance ON budgets_ledgerentry;
                DROP FUNCTION ledger_stays_in_balance();""",
        ),
        refuse(
            "ledger_entry_is_only_added",
            table="budgets_ledgerentry",
            events="UPDATE OR DELETE",
            condition="TRUE",
            message="a ledger entry is never changed or deleted",
        ),
    ]
