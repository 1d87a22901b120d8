"""No two writers together take a seat that only one of them could; attendance stays in its class."""

from django.db import migrations

from core.triggers import refuse

_SEATS = """
    CREATE FUNCTION class_keeps_to_its_seats() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        seats integer; taken integer;
    BEGIN
        -- The class is the lock: a second writer waits here and then sees who took the seat.
        SELECT capacity INTO seats FROM trainings_trainingclass
         WHERE id = NEW.training_class_id FOR NO KEY UPDATE;
        SELECT count(*) INTO taken FROM trainings_registration
         WHERE training_class_id = NEW.training_class_id AND state = 'registered';
        IF taken > seats THEN
            RAISE EXCEPTION 'the class has no seat left'
                USING ERRCODE = '23514', CONSTRAINT = 'class_keeps_to_its_seats';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER class_keeps_to_its_seats AFTER INSERT OR UPDATE ON trainings_registration
        FOR EACH ROW WHEN (NEW.state = 'registered') EXECUTE FUNCTION class_keeps_to_its_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_plans_classes_people_and_seats")]

    operations = [
        migrations.RunSQL(
            sql=_SEATS,
            reverse_sql="""DROP TRIGGER class_keeps_to_its_seats ON trainings_registration;
                DROP FUNCTION class_keeps_to_its_seats();""",
        ),
        refuse(
            "seats_are_not_fewer_than_people",
            table="trainings_trainingclass",
            events="UPDATE OF capacity",
            condition="""NEW.capacity < (SELECT count(*) FROM trainings_registration
                WHERE training_class_id = NEW.id AND state = 'registered')""",
            message="more people have a seat than the class would hold",
        ),
        refuse(
            "registration_keeps_its_class_and_person",
            table="trainings_registration",
            events="UPDATE",
            condition="""NEW.training_class_id <> OLD.training_class_id OR NEW.trainee_id <> OLD.trainee_id
                OR (OLD.state = 'cancelled' AND NEW.state <> 'cancelled')""",
            message="a registration keeps its class and person, and is not taken up again once cancelled",
        ),
        refuse(
            "attendance_is_of_the_class",
            table="trainings_attendance",
            events="INSERT OR UPDATE",
            condition="""NOT EXISTS (SELECT 1 FROM trainings_classsession s JOIN trainings_registration r
                ON r.training_class_id = s.training_class_id
                WHERE s.id = NEW.session_id AND r.id = NEW.registration_id AND r.state = 'registered')""",
            message="only who has a seat in the class attends its sessions",
        ),
    ]
