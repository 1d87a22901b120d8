"""Triggers that guard invariants which a constraint cannot say, as reversible migration operations."""

from django.db.migrations import RunSQL

# The error class that PostgreSQL gives a broken check, so that Django raises IntegrityError.
_CHECK_VIOLATION = "23514"


def refuse(name: str, *, table: str, events: str, condition: str, message: str, timing: str = "BEFORE") -> RunSQL:
    """Return the operation that makes ``events`` on ``table`` fail where ``condition`` holds.

    Args:
        name: of trigger and function.
        events: for example ``UPDATE OR DELETE``.
        condition: SQL over ``OLD`` and ``NEW``.
        message: what the exception says.
    """
    quoted = message.replace("'", "''")
    return RunSQL(
        sql=f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {condition} THEN
                    RAISE EXCEPTION '{quoted}' USING ERRCODE = '{_CHECK_VIOLATION}', CONSTRAINT = '{name}';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER {name} {timing} {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
        """,
        reverse_sql=f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )
