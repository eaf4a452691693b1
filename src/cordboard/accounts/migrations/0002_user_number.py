"""Everyone has a user number (USR-08), and each order of a company's list an index."""

from django.db import migrations, models
from django.db.models.functions import Collate

_NUMBER = models.Func(models.Value("accounts_user_number"), function="nextval")
_BY_NAME = (
    Collate(models.F("last_name"), "und-x-icu"),
    Collate(models.F("first_name"), "und-x-icu"),
    models.F("id"),
)


class Migration(migrations.Migration):
    """Numbers of those who are there already are given out by the column's default."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE accounts_user_number MINVALUE 1000", "DROP SEQUENCE accounts_user_number"
        ),
        migrations.AddField(
            "person",
            "user_number",
            models.PositiveIntegerField(unique=True, editable=False, db_default=_NUMBER),
        ),
        migrations.RemoveIndex("person", "person_by_company"),
        migrations.AddIndex("person", models.Index(models.F("company"), *_BY_NAME, name="person_by_name")),
        migrations.AddIndex(
            "person",
            models.Index(models.F("company"), models.F("role"), *_BY_NAME, name="person_by_role"),
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                models.F("company"),
                Collate(models.F("email"), "und-x-icu"),
                models.F("id"),
                name="person_by_email",
            ),
        ),
        migrations.AddIndex(
            "person", models.Index(fields=["company", "user_number", "id"], name="person_by_number")
        ),
    ]
