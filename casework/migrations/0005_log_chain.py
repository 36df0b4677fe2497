import django.utils.timezone
from django.db import migrations, models

# Nobody rewrites the access log or its seals; retention's role may delete what is past its time.
FUNCTION = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = 'portal_retention' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""
TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()
"""
TABLES = ("casework_accessentry", "casework_logseal")


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
        for table in TABLES:
            schema_editor.execute(TRIGGER.format(table=table))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER append_only ON {table}")
        schema_editor.execute("DROP FUNCTION refuse_rewriting()")


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogSeal',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name='nummer')),
                ('month', models.CharField(max_length=7, verbose_name='måned')),
                ('after_id', models.BigIntegerField(verbose_name='etter innføring')),
                ('last_id', models.BigIntegerField(verbose_name='til innføring')),
                ('entries', models.PositiveIntegerField(verbose_name='antall')),
                ('previous', models.CharField(max_length=64, verbose_name='forrige kontrollsum')),
                ('digest', models.CharField(max_length=64, verbose_name='kontrollsum')),
                ('sealed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='forseglet')),
            ],
            options={
                'ordering': ['number'],
                'default_permissions': (),
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
