import modelsearch.index
from django.db import migrations, models

import content.model.ordering
from content.model.plain_words.starting import read_starting_words


def begin_with_a_list(apps, schema_editor):
    PlainWord = apps.get_model("content", "PlainWord")
    rows = [PlainWord(language=language, jargon=jargon, plain=plain) for language, jargon, plain in read_starting_words()]
    PlainWord._base_manager.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    """The group's list of plain words, with the words that it begins with."""

    dependencies = [
        ('content', '0005_overrules_taken_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlainWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='en', max_length=20, verbose_name='language')),
                ('jargon', content.model.ordering.OrderedCharField(help_text='What patients may not know, such as “erythema”. Write further forms after commas: “oedema, edema”.', max_length=80, verbose_name='word or phrase')),
                ('plain', models.CharField(help_text='What to write instead, such as “redness”.', max_length=120, verbose_name='plain words')),
            ],
            options={
                'verbose_name': 'plain word',
                'verbose_name_plural': 'plain words',
                'ordering': ['language', 'jargon'],
                'constraints': [models.UniqueConstraint(fields=('language', 'jargon'), name='one_plain_word_per_jargon', violation_error_message='This word is in the list already. Change it there.')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(begin_with_a_list, migrations.RunPython.noop),
    ]
