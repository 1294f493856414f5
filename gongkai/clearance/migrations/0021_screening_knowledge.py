"""Term lists and their exceptions, leaders, noted numbers, published telephones, and the one stamp of all of it."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


def stamp(apps, schema_editor):
    apps.get_model("clearance", "KnowledgeStamp").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('clearance', '0020_batch_items_without_paths'),
        ('organisation', '0005_delegation_mandate'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KnowledgeStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, verbose_name='版本')),
            ],
            options={
                'verbose_name': '审查知识版本',
                'verbose_name_plural': '审查知识版本',
            },
        ),
        migrations.CreateModel(
            name='LeaderPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('title', models.CharField(max_length=60, verbose_name='职务')),
                ('organ', models.CharField(max_length=100, verbose_name='机关')),
                ('since', models.DateField(verbose_name='任职日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='离任日期')),
                ('is_shared', models.BooleanField(default=False, verbose_name='同一职务可以有几个人')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '领导任职',
                'verbose_name_plural': '领导任职',
                'ordering': ['organ', 'title', '-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='leader_post_dates_in_order', violation_error_message='离任日期不得早于任职日期。'), models.UniqueConstraint(condition=models.Q(('is_shared', False), ('until__isnull', True)), fields=('organ', 'title'), name='leader_post_one_now', violation_error_message='这个职务现在已有人任职。')],
            },
        ),
        migrations.CreateModel(
            name='ReferencedDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='文号')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='标题')),
                ('is_public', models.BooleanField(verbose_name='公开')),
                ('source', models.CharField(max_length=200, verbose_name='怎么知道的')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='登记时间')),
                ('noted_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
            ],
            options={
                'verbose_name': '登记的文号',
                'verbose_name_plural': '登记的文号',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='TermList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='名称')),
                ('level', models.CharField(choices=[('block', 'A 阻断'), ('justify', 'B 需书面说明'), ('hint', 'C 提示')], max_length=10, verbose_name='层级')),
                ('kind', models.CharField(choices=[('term', '词库'), ('name_error', '机构、地名'), ('fixed_phrase', '固定表述'), ('misprint', '错别字'), ('internal_mark', '内部标志')], max_length=30, verbose_name='查的是什么')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
                ('valid_from', models.DateField(verbose_name='启用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('is_in_use', models.BooleanField(default=True, verbose_name='在用')),
                ('is_closed', models.BooleanField(default=False, verbose_name='词语只限保密审查查看')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='建立时间')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='建立人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='维护单位')),
            ],
            options={
                'verbose_name': '词表',
                'verbose_name_plural': '词表',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TermException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=60, verbose_name='词')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('valid_from', models.DateField(verbose_name='启用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='批准时间')),
                ('by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='批准人')),
                ('column', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='只对这个栏目')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='只对这个单位')),
                ('term_list', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='clearance.termlist', verbose_name='词表')),
            ],
            options={
                'verbose_name': '词语例外',
                'verbose_name_plural': '词语例外',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TermDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200, verbose_name='文件名')),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='内容')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='读取时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='导入人')),
                ('term_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clearance.termlist', verbose_name='词表')),
            ],
            options={
                'verbose_name': '待确认的词表导入',
                'verbose_name_plural': '待确认的词表导入',
            },
        ),
        migrations.CreateModel(
            name='ListTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=60, verbose_name='词')),
                ('suggestion', models.CharField(blank=True, max_length=200, verbose_name='建议写法')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('unless', models.JSONField(blank=True, default=list, verbose_name='例外词')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('term_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='clearance.termlist', verbose_name='词表')),
            ],
            options={
                'verbose_name': '词条',
                'verbose_name_plural': '词条',
            },
        ),
        migrations.CreateModel(
            name='PublishedPhone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digits', models.CharField(max_length=20, unique=True, verbose_name='号码')),
                ('label', models.CharField(max_length=60, verbose_name='哪里的电话')),
                ('source', models.CharField(max_length=200, verbose_name='在哪里公布的')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '公布电话',
                'verbose_name_plural': '公布电话',
                'ordering': ['digits'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='published_phone_dates_in_order', violation_error_message='停用日期不得早于启用日期。')],
            },
        ),
        migrations.AddConstraint(
            model_name='termlist',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['block', 'justify', 'hint'])), name='term_list_level_known', violation_error_message='层级只有阻断、需书面说明、提示三层。'),
        ),
        migrations.AddConstraint(
            model_name='termlist',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_list_dates_in_order', violation_error_message='停用日期不得早于启用日期。'),
        ),
        migrations.AddConstraint(
            model_name='termexception',
            constraint=models.CheckConstraint(condition=models.Q(('unit__isnull', True), ('column__isnull', True), _connector='OR'), name='term_exception_one_scope', violation_error_message='例外只能限一个单位或者一个栏目。'),
        ),
        migrations.AddConstraint(
            model_name='termexception',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='term_exception_has_reason', violation_error_message='例外须写明理由。'),
        ),
        migrations.AddConstraint(
            model_name='termexception',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_exception_dates_in_order', violation_error_message='截止日期不得早于启用日期。'),
        ),
        migrations.AddConstraint(
            model_name='termdraft',
            constraint=models.UniqueConstraint(fields=('term_list', 'by'), name='term_draft_once'),
        ),
        migrations.AddConstraint(
            model_name='listterm',
            constraint=models.UniqueConstraint(fields=('term_list', 'text'), name='term_once_in_a_list', violation_error_message='这个词已在本词表里。'),
        ),
        migrations.AddConstraint(
            model_name='listterm',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='term_dates_in_order', violation_error_message='停用日期不得早于启用日期。'),
        ),
        migrations.RunPython(stamp, migrations.RunPython.noop),
    ]
