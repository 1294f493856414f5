from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clearance", "0016_refused_bytes")]

    operations = [
        migrations.AddField(
            model_name="basepage",
            name="withheld_ground",
            field=models.CharField(blank=True, default='', choices=[('art14_secret', '第十四条：国家秘密'), ('art14_forbidden', '第十四条：法律、行政法规禁止公开'), ('art14_security', '第十四条：可能危及国家安全、公共安全、经济安全、社会稳定'), ('art15_third_party', '第十五条：商业秘密、个人隐私'), ('art16_internal', '第十六条：内部事务信息'), ('art16_process', '第十六条：过程性信息'), ('art16_case_file', '第十六条：行政执法案卷信息')], max_length=20, verbose_name='不予公开的法定理由'),
        ),
    ]
