"""The shapes of answers, for the OpenAPI document. The answers themselves are plain dictionaries (``cards``)."""

from __future__ import annotations

from rest_framework import serializers as s

from workorders.models import Attempt, CallBack, Channel, Deadline, Phase, Urge, Urgency
from workorders.models.orders import LateCause

when = s.DateTimeField


class UnitNamed(s.Serializer):
    id = s.IntegerField()
    name = s.CharField()


class PersonNamed(s.Serializer):
    username = s.CharField(help_text="工号")
    name = s.CharField()


class Contact(s.Serializer):
    name = s.CharField()
    phones = s.ListField(child=s.CharField())
    address = s.CharField()
    masked = s.BooleanField(help_text="是否已脱敏；需要时用「查看联系方式」，会留下记录")


class OrderState(s.Serializer):
    number = s.CharField(help_text="16 位工单编号")
    kind = s.CharField()
    state = s.CharField()
    state_label = s.CharField()
    phase = s.ChoiceField(Phase.choices)
    version = s.IntegerField()
    next_due = when(allow_null=True, help_text="最近一个时限")


class Hint(s.Serializer):
    kind = s.CharField()
    text = s.CharField()


class Accepted(OrderState):
    hints = Hint(many=True, help_text="可能的原因：计划停电、已知故障、欠费")
    earlier_calls = s.IntegerField(help_text="同一客户、地址或号码 60 天内此前的工单数")


class Done(OrderState):
    verb = s.CharField()
    step = s.IntegerField(help_text="过程记录的序号")
    occurred_at = when()
    contact = Contact(required=False, help_text="只在「查看联系方式」后给出")


class OrderRow(OrderState):
    urgency = s.ChoiceField(Urgency.choices)
    area_class = s.CharField()
    channel = s.ChoiceField(Channel.choices)
    title = s.CharField()
    unit = UnitNamed(help_text="当前单位")
    contact = Contact()
    accepted_at = when()
    archived_at = when(allow_null=True)
    breached = s.BooleanField(help_text="曾超时")
    urges = s.IntegerField(help_text="催办次数")
    earlier_calls = s.IntegerField()


class ClockShown(s.Serializer):
    clock = s.CharField()
    label = s.CharField()
    generation = s.IntegerField(help_text="第几次计时")
    state = s.ChoiceField(Deadline.State.choices)
    state_label = s.CharField()
    tone = s.CharField(help_text="ok、warn、late、paused、met 或 off，按现在计算")
    started_at = when()
    due_at = when()
    provisional = s.BooleanField(help_text="放假安排未公布，暂按周历")
    breached_at = when(allow_null=True)
    done_at = when(allow_null=True)
    late_cause = s.ChoiceField([("", "—"), *LateCause.choices])
    late_text = s.CharField()


class ClockExplained(ClockShown):
    explanation = s.ListField(child=s.CharField(), help_text="起点、规则、跳过的日子、暂停、结果")


class Explanation(s.Serializer):
    number = s.CharField()
    clocks = ClockExplained(many=True)


class StepShown(s.Serializer):
    seq = s.IntegerField()
    verb = s.CharField()
    label = s.CharField()
    from_state = s.CharField()
    to_state = s.CharField()
    actor = PersonNamed()
    occurred_at = when(help_text="发生时间")
    recorded_at = when(help_text="录入时间")
    data = s.DictField(help_text="当时填写的内容，按权限脱敏")


class AttemptShown(s.Serializer):
    number = s.IntegerField()
    outcome = s.ChoiceField(Attempt.Outcome.choices)
    outcome_label = s.CharField()
    at = when()
    agent = PersonNamed()
    answers = s.DictField()
    satisfaction = s.ChoiceField(Attempt.Satisfaction.choices, allow_null=True)
    dissatisfied = s.ListField(child=s.CharField())
    words = s.CharField()
    solved = s.BooleanField(allow_null=True)


class CallBackShown(s.Serializer):
    round = s.IntegerField()
    state = s.ChoiceField(CallBack.State.choices)
    state_label = s.CharField()
    opens_at = when(help_text="最早可以回访的时间")
    closed_at = when(allow_null=True)
    attempts = AttemptShown(many=True)


class ReturnShown(s.Serializer):
    level = s.CharField()
    level_label = s.CharField()
    codes = s.ListField(child=s.CharField())
    text = s.CharField()
    unit = UnitNamed()
    by = PersonNamed()
    at = when()


class UrgingShown(s.Serializer):
    kind = s.ChoiceField(Urge.Kind.choices)
    content = s.CharField()
    by = PersonNamed()
    at = when()


class SupportShown(s.Serializer):
    id = s.IntegerField()
    unit = UnitNamed()
    needed = s.CharField()
    asked_at = when()
    confirmed_at = when(allow_null=True)
    done = s.CharField()


class FileShown(s.Serializer):
    id = s.IntegerField()
    kind = s.CharField()
    name = s.CharField()
    content_type = s.CharField()
    size = s.IntegerField(help_text="字节")
    sha256 = s.CharField()
    uploaded_by = PersonNamed()
    uploaded_at = when()
    purged_at = when(allow_null=True, help_text="录音到期清除的时间；清除后不能再下载")


class RowShown(s.Serializer):
    label = s.CharField()
    text = s.CharField()


class EntryShown(s.Serializer):
    at = when()
    by = s.CharField(help_text="经办人姓名（单位）")
    said = s.CharField(help_text="结果")
    rows = RowShown(many=True, help_text="与工单页相同的文字")
    file = s.IntegerField(allow_null=True, help_text="附件的 id，见 files")
    waits_for = s.CharField(allow_blank=True, help_text="非空：还在等这个操作")
    data = s.DictField(help_text="同样的内容，按字段")


class PartShown(s.Serializer):
    code = s.CharField(help_text="这一部分的名字，由业务类型定")
    title = s.CharField()
    summary = s.CharField(allow_blank=True)
    entries = EntryShown(many=True)


class VerbOffered(s.Serializer):
    name = s.CharField()
    label = s.CharField()
    next = s.BooleanField(help_text="正常流程的下一步")
    danger = s.BooleanField(help_text="不能撤回，界面应先确认")


class Order(OrderRow):
    kind_label = s.CharField()
    source_no = s.CharField()
    content = s.CharField()
    centre = UnitNamed()
    first_agent = PersonNamed(help_text="首问座席")
    master = s.CharField(allow_null=True, help_text="主单编号")
    children = s.ListField(child=s.CharField())
    detail = s.DictField(help_text="该业务类型自己的字段")
    deadlines = ClockShown(many=True)
    steps = StepShown(many=True)
    callbacks = CallBackShown(many=True)
    returns = ReturnShown(many=True)
    urgings = UrgingShown(many=True)
    support_tasks = SupportShown(many=True)
    files = FileShown(many=True)
    parts = PartShown(many=True, help_text="该业务类型自己的部分；没有内容的不列")
    verbs = VerbOffered(many=True, help_text="您现在可以做的操作")


class OrderPage(s.Serializer):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = OrderRow(many=True)


class CallBackRow(CallBackShown):
    order = OrderRow()


class CallBackQueue(s.Serializer):
    due = CallBackRow(many=True, help_text="现在可以回访的，等得最久的在前")
    later = CallBackRow(many=True, help_text="还没到时间的")
    after = s.CharField(allow_blank=True, help_text="非空：due 还有，用 ?after= 继续")


class MessageShown(s.Serializer):
    id = s.IntegerField()
    topic = s.CharField()
    text = s.CharField()
    order = s.CharField(allow_null=True, help_text="工单编号")
    created_at = when()
    read_at = when(allow_null=True)


class MessagePage(s.Serializer):
    next = s.URLField(allow_null=True)
    previous = s.URLField(allow_null=True)
    results = MessageShown(many=True)


class ReadAsked(s.Serializer):
    ids = s.ListField(
        child=s.IntegerField(min_value=1, max_value=2**62),
        max_length=500,
        required=False,
        help_text="不带：全部标为已读",
    )


class ReadCount(s.Serializer):
    read = s.IntegerField(help_text="这次标为已读的条数")
