"""The two cases a prefecture published of itself (辽宁盘锦), replayed.

What the paper calls 咨询 is no type here yet. A question answered at once is what it is: a call, disposed of as answered.
The one question the caller would not leave at that is written down as an opinion, and has the third of the three
statements; a repair order has none (D16).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from complaints.models import Category
from customers.models import Call
from customers.services import calls
from desk.selectors.caller import caller_of
from tests.complaints.cases import LIFE, act, leaf, pdf, step
from tests.factories import accepted as fault
from workorders import errors
from workorders.calendar import SHANGHAI
from workorders.services import accept, perform

DEMAND = "客户反映该地点频繁停电，解决不完善，非常不满，要求供电公司核实处理。"
SENT = (
    "{day}17时40分，66kV城北变10kV城北线A相接地，巡视发现用户专变A相避雷器击穿，隔离后送电；"
    "已与用户沟通停电原因及送电时间。"
)
MENDED = (
    "该线路近三个月停电2次，均因用户专变故障。{day}17时40分10kV城北线A相接地，巡视发现用户专变A相避雷器击穿，"
    "隔离后18时25分送电；依据产权分界督促用户更换避雷器，已沟通停电原因。"
)
CALLER = "13812345678"
QUESTIONS, DAYS = 16, 52
DEMANDS = (
    "客户反映电费比邻居高，要求按邻居的电费减免。",
    "客户反映门前电杆影响风水，要求免费迁移电杆。",
    "客户再次咨询电费减免，座席解释后客户不接受，要求继续反映。",
)
STATEMENT = "该客户多次反映同一事项，均已现场核实并按政策答复，诉求无政策依据，特此说明。"


def reply(text: str, true: str) -> dict[str, str]:
    now = timezone.localtime()
    return {
        "handled_at": now.isoformat(),
        "text": text.format(day=f"{now - timedelta(days=1):%m月%d日}"),
        "opinion": "客户表示理解，对处理结果满意。",
        "handled_by": "李强",
        "true": true,
        "ours": "no",
    }


@pytest.mark.clause("D9")
def test_example_one_the_truth_that_contradicted_the_reply(district):
    """The outage had happened, through the customer's own arrester: 属实 yes, 责任 no. Both were set to no; it came back
    from the national centre as “属实结果与处理结果不符”. Here it does not leave the unit; what answers the customer's
    “频繁” as well, with the flag set right, does."""
    with time_machine.travel(datetime(2026, 11, 23, 18, 30, tzinfo=SHANGHAI)) as now:
        order = complaint(district)
        for _, verb, post in LIFE[:3]:
            order = step(district, order, verb, post)
        now.shift(timedelta(hours=16))
        act(district, order, "contact", "handler", outcome="reached", said="已说明停电原因和送电时间")

        for text in (SENT, MENDED):
            with pytest.raises(errors.Invalid) as refused:
                perform(order.pk, "reply", district.handler, reply(text, true="no"))
            blocking = [each["rule"] for each in refused.value.detail["findings"] if each["severity"] == "block"]
            assert "untrue_but_confirmed" in blocking
        order.refresh_from_db()
        assert order.state == "handling" and not order.returns.exists()

        order = perform(order.pk, "reply", district.handler, reply(MENDED, true="yes")).order
        order = step(district, order, "approve", "auditor")
        order = step(district, order, "call_back", "agent")
        assert order.state == "archived" and not order.returns.exists()
        order.case.refresh_from_db()
        assert (order.case.true, order.case.ours) == (True, False)


def complaint(district):
    frequent = Category.objects.get(kind="complaint", code="outage_frequent", until=None)
    data = {"contact_name": "某先生", "contact_phones": CALLER, "address": "东江市某镇", "content": DEMAND}
    return accept("complaint", district.agent, data | {"category": frequent.pk, "grade": "ordinary"}).order


def ring(district, number: int) -> Call:
    call_id = f"paper-{number}"
    calls.ring(call_id, CALLER, district.centre, 2, timezone.now())
    return calls.answer(call_id, district.agent, timezone.now())


@pytest.mark.clause("D17", "D13")
def test_example_two_one_caller_nineteen_times_in_fifty_two_days(district):
    """Two opinions, one fault report and sixteen questions: recognised each time, linked, three statements approved, and
    nobody calls back whom no call-back would content."""
    began = datetime(2026, 10, 8, 9, 0, tzinfo=SHANGHAI)
    contacts = [began + timedelta(days=DAYS * number / 18) for number in range(19)]
    ends = {0: 0, 8: 1, 18: 2}  # which call became which opinion; the third is the last of the questions
    orders = []
    for number, at in enumerate(contacts):
        with time_machine.travel(at):
            call = ring(district, number)
            seen = caller_of(district.agent, call, None)
            assert seen.times == number + 1
            assert len(seen.live) + len(seen.done) == len(orders)  # every one of them is before the agent's eyes
            calls.hang_up(call.call_id, timezone.now())
            if number == 4:
                orders.append(fault(district, contact_phones=CALLER))
            elif number in ends:
                orders.append(opinion(district, DEMANDS[ends[number]]))
                assert orders[-1].earlier_calls == len(orders) - 1
            disposal = Call.Disposal.ORDER if number == 4 or number in ends else Call.Disposal.ANSWERED
            calls.dispose(call, disposal, district.agent)
    answered = Call.objects.filter(caller=CALLER, disposal=Call.Disposal.ANSWERED)
    assert answered.count() == QUESTIONS - 1 and contacts[-1] - contacts[0] == timedelta(days=DAYS)

    with time_machine.travel(contacts[-1] + timedelta(minutes=10)):
        last = orders[-1]
        for earlier in orders[:-1]:
            act(district, last, "relate", "agent", number=earlier.number)
        assert set(last.related.values_list("pk", flat=True)) == {each.pk for each in orders[:-1]}
        late = {"late_cause": "customer", "late_text": "客户反复提出同一诉求"}
        opinions = [each for each in orders if each.kind == "opinion"]
        assert len(opinions) == 3
        for order in opinions:
            for _, verb, post in LIFE[:3]:
                order = step(district, order, verb, post, **late)
            files = {"file": pdf("情况说明（盖章）.pdf")}
            order = act(district, order, "submit_statement", "dispatcher", text=STATEMENT, files=files, **late).order
            order = act(district, order, "approve", "auditor", **late).order
            assert order.state == "archived" and not order.callbacks.exists()
            assert order.attachments.get().kind == "statement"


def opinion(district, content: str):
    data = {"contact_name": "王某", "contact_phones": CALLER, "address": "东江市朝阳路18号", "content": content}
    return accept("opinion", district.agent, data | {"category": leaf("opinion")}).order
