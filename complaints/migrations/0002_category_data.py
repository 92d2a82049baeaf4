"""The trees that ship. One line an entry: its code, its name; two spaces further in is one level down.

投诉: the five classes and their second level as 95598 names them; the third-level names are those of its reports, hung
below the second level by us. What 95598 does not name further ends there: a leaf may be on any level. ``*`` marks what
the trade says without a written source. 举报: the kinds as two rule books list them, without a level above. 意见: the
first level as 95598 has it, the second is this product's default. 建议 and 表扬: this product's default altogether.

Companies change all of them at ``/admin/``; ``basis`` says of each row which of these it is.
"""

from datetime import UTC, datetime

from django.db import migrations

from complaints.services.category_rules import spelled

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
OURS = "本产品默认，启用前由企业核定"
TRADE = "行业通用说法，启用前由企业核定"

# the tree, and the basis of each of its levels
TREES = {
    "complaint": (
        """
service 服务投诉
  attitude 员工服务态度
    hall_attitude 营业厅人员服务态度
    survey_attitude 勘测人员服务态度
    meter_staff_attitude 计量人员服务态度
    inspector_attitude 用电检查人员服务态度
    collector_attitude 抄催人员服务态度
  conduct 服务行为规范
    hall_conduct 营业厅人员服务规范
    survey_conduct 勘测人员服务规范
    meter_staff_conduct 计量人员服务规范
    inspector_conduct 用电检查人员服务规范
    collector_conduct 抄催人员服务规范
  opening_hours 窗口营业时间
  service_items 服务项目
    hall_service 营业厅服务
  facilities 服务设施
  website 公司网站管理
business 营业投诉
  installation 业扩报装
    installation_late 业扩报装超时限
    installation_steps 环节处理不当
  alteration 用电变更
    alteration_late 业务办理超时限
    alteration_steps 环节处理问题
  reading_collecting 抄表催费
    reading 抄表
    dunning 催缴费
    arrears_cut 欠费停复电
  tariff_bill 电费电价
    tariff 电价
    bill 电费
  metering 电能计量
    meter_wiring 表计线路接错
    meter_device 计量装置
    meter_replacement 户表轮换改造
    meter_test 验表
  charging 业务收费
    charge_rate 收费标准
    charge_item 收费项目
outage 停送电投诉
  outage_notice 停送电信息公告
    outage_unannounced 无故无通知停电
  outage_plan 停电计划执行
  repair 抢修
    repair_late 抢修超时限
    repair_attitude 抢修人员服务态度
    repair_conduct 抢修人员服务规范
    repair_quality 抢修质量
quality 供电质量投诉
  *voltage 电压
    voltage_abnormal 电压质量长时间异常
  *frequency 频率
    frequency_abnormal 供电频率长时间异常
  *reliability 可靠性
    outage_frequent 频繁停电
grid 电网建设投诉
  *grid_facilities 供电设施
  *grid_works 施工行为
  *grid_rural 农网改造
""",
        ("95598 投诉五类", "95598 投诉二级分类", "95598 报表的三级名称，上级由本产品归并"),
    ),
    "misconduct": (
        """
private_gain 以电谋私
service_conduct 服务行为
collusion 里勾外联
three_designations 三指定
power_theft 窃电
contract_breach 违约用电
facility_damage 破坏和偷盗电力设施
clue_transfer 行风问题线索移交
""",
        ("95598 举报种类",),
    ),
    "opinion": (
        """
service 供电服务
  service_attitude 服务态度
  service_channel 服务渠道
  service_facilities 服务设施
business 供电业务
  business_installation 业扩报装
  business_alteration 用电变更
  business_reading 抄表催费
  business_tariff 电费电价
  business_metering 电能计量
outage 停送电问题
  outage_notice 停电信息
  outage_schedule 停电安排
  outage_repair 故障抢修
quality 供电质量问题
  quality_voltage 电压质量
  quality_frequent 频繁停电
grid 电网建设
  grid_facilities 供电设施
  grid_works 施工行为
  grid_rural 农网改造
charging_service 充电服务
  charging_staff 充电服务人员
  charging_order 充电秩序
charging_business 充电业务
  charging_fee 充电费用
  charging_account 充电账户
  charging_invoice 充电发票
charging_building 充电设施建设
  charging_layout 设施布局
  charging_upkeep 设施维护
""",
        ("95598 意见一级分类", OURS),
    ),
    "suggestion": (
        """
service 供电服务
  service_channel 服务渠道
  service_steps 办理流程
  service_hall 营业厅
tariff 电费电价
outage 停送电
  outage_notice 停电通知
  outage_schedule 停电安排
grid 电网建设
charging 充电设施
app 网上渠道
other 其他
""",
        (OURS, OURS),
    ),
    "praise": (
        """
repair 抢修服务
hall 营业厅服务
hotline 热线服务
field 现场服务
  field_installation 业扩报装
  field_metering 抄表计量
charging 充电服务
other 其他
""",
        (OURS, OURS),
    ),
}


def fill(apps, schema_editor):
    Category = apps.get_model("complaints", "Category")
    for kind, (tree, bases) in TREES.items():
        above = []
        for place, line in enumerate(filter(None, tree.splitlines())):
            depth = (len(line) - len(line.lstrip())) // 2
            code, label = line.split()
            del above[depth:]
            parent = above[-1] if above else None
            above.append(
                Category.objects.create(
                    kind=kind,
                    parent=parent,
                    level=depth + 1,
                    code=code.lstrip("*"),
                    label=label,
                    path_label=" / ".join([*(each.label for each in above), label]),
                    pinyin=spelled(label),
                    order=10 * (place + 1),
                    basis=TRADE if code.startswith("*") else bases[depth],
                    since=BEGINNING,
                )
            )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_categories")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
