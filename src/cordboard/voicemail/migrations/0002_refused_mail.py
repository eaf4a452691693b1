
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voicemail', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailbox',
            name='refused_address',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='refused_because',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='messagenotice',
            name='refused',
            field=models.DateTimeField(null=True),
        ),
    ]
