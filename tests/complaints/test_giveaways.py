"""A3.5: what in a text would tell who reported, and what only looks like it."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.giveaways import giveaways, in_words

pytestmark = pytest.mark.clause("A3.5")

WANG = {
    "name": "王秀英",
    "phones": ["13812345678", "04272821234"],
    "address": "东江市望浦区朝阳路18号3单元502室",
    "account": "7700000000123",
}


def found(text, **changes):
    return [(each.what, text[each.start : each.end]) for each in giveaways(text, {**WANG, **changes})]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("来电人王秀英反映", "王秀英"),
        ("请联系王 秀 英", "王 秀 英"),
        ("王女士多次来电", "王女士"),
        ("王秀英女士", "王秀英"),
        ("王大姐说", "王大姐"),
        ("王阿姨来电", "王阿姨"),
        ("王某反映", "王某"),
        ("王某某反映", "王某某"),
        ("王某英", "王某英"),
        ("王XX", "王XX"),
        ("王**", "王**"),
        ("小王反映", "小王"),
        ("老王反映", "老王"),
        ("秀英家的电表", "秀英"),
        ("客户姓王", "姓王"),
        ("王姓客户", "王姓客户"),
        ("王（先生）", "王（先生"),
        ("Wang Xiuying 来电", "Wang Xiuying"),
        ("wangxiuying", "wangxiuying"),
        ("Ms. Xiuying 来电", "Xiuying"),
    ],
)
def test_names(text, what):
    assert ("name", what) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "大王庄台区停电",
        "王先生：抄表员王强未到场".replace("王先生", "赵先生"),
        "王府井大街",
        "国王路营业厅",
        "处理人王强到现场",
        "小王子幼儿园",
        "老王庙村",
        "秀水英才小区",
    ],
)
def test_what_is_no_name_of_theirs(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("高兴", "客户对处理结果很高兴"),
        ("高兴", "不太高兴，要求答复"),
        ("王者", "王者荣耀主题营业厅"),
        ("温度", "电表箱温度过高"),
        ("温馨", "温馨提示：请提前购电"),
        ("元旦", "元旦期间停电三次"),
        ("方便", "方便时请回电"),
        ("安全", "存在安全隐患"),
        ("平安", "平安里小区"),
        ("时间", "停电时间过长"),
        ("温小", "温度、温差均正常"),
        ("元某", "电费100元，某日缴纳"),
        ("元宝", "收取500元宝贵时间"),
        ("张国", "一张国网营业厅的发票"),
        ("张弛", "收到一张师傅开的单据"),
        ("何时", "不知何时恢复供电"),
        ("常常", "常常停电"),
        ("于是", "于是客户来电"),
        ("王明天", "明天上门处理"),
        ("李建设", "电网建设施工扰民"),
        ("李国庆", "国庆期间频繁停电"),
        ("陈光明", "光明路台区停电"),
        ("赵和平", "和平街营业厅服务态度差"),
        ("于先生", "位于先生路的营业厅"),
        ("任老师", "责任老师傅承担"),
        ("小高", "最小高度不足"),
    ],
)
def test_a_name_that_is_a_common_word_blocks_no_ordinary_text(name, text):
    assert found(text, name=name, phones=[], address="", account="") == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("高兴", "来电人高兴反映"),
        ("高兴", "客户高兴（13900000000）"),
        ("高兴", "高兴女士来电"),
        ("高兴", "姓名：高兴"),
        ("高兴", "高先生反映"),
        ("李国庆", "李国庆来电"),
        ("李国庆", "联系人：国庆"),
        ("欧阳娜", "欧阳女士"),
        ("欧阳娜", "小欧阳说"),
        ("欧阳娜娜", "娜娜反映"),
        ("张伟", "张伟来电"),
        ("张伟", "老张"),
        ("温如玉", "温女士"),
        ("阿依古丽·买买提", "阿依古丽反映"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
    ],
)
def test_but_where_it_stands_for_a_person_it_is_found(name, text):
    assert found(text, name=name, phones=[], address="", account="")


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138-1234-5678",
        "138 1234 5678",
        "138/1234/5678",
        "138_1234_5678",
        "①③⑧①②③④⑤⑥⑦⑧",
        "（138）12345678",
        "138.1234.5678",
        "+86 138 1234 5678",
        "１３８１２３４５６７８",
        "一三八一二三四五六七八",
        "幺三八幺二三四五六七八",
        "壹叁捌壹贰叁肆伍陆柒捌",
        "13812345678。",
        "138****5678",
        "138xxxx5678",
        "电话尾号5678",
        "尾号是5678的客户",
        "尾号：五六七八",
        "后四位5678",
        "尾号5、6、7、8",
        "尾号五 六 七 八",
        "l3812345678",
        "138I2345678",
        "末四位为 5678",
        "手机12345678",
        "0427-2821234",
        "(0427)2821234",
        "2821234",
        "282 1234",
        "2821234转8",
    ],
)
def test_numbers_however_they_are_written(text):
    assert [what for what, _ in found(f"请联系{text}核实")] == ["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "工单2026112400005678已派发",
        "抄见数56781度",
        "合同编号GD-2023-15678-02",
        "电压0.4kV",
        "金额5678.20元",
        "2026-11-24 15:56:78",
        "13912345679",
        "表号98765678123",
        "用电量5678度",
        "欠费 5678 元",
        "第5678号公告",
        "尾号5、6、7、8、9",
        "尾号5、6、7",
        "10kVO15678线",
    ],
)
def test_numbers_that_are_others(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "东江市望浦区朝阳路18号3单元502室",
        "望浦区朝阳路18号3单元502室",
        "朝阳路18号3单元502室",
        "朝阳路18号",
        "朝阳路 18 号 3 单元 502",
        "3单元502室",
        "3单元502",
        "三单元五零二室",
        "３单元５０２室",
        "3-502",
        "18-3-502",
        "502室客户",
        "5楼02室",
        "五层2号",
        "18号3单元",
    ],
)
def test_places(text):
    assert [what for what, _ in found(f"客户住{text}，要求处理")] == ["address"]


@pytest.mark.parametrize(
    "text",
    [
        "朝阳路营业厅",
        "望浦区供电公司",
        "东江市",
        "13单元5020室",
        "1502室",
        "朝阳路118号",
        "朝阳路180号",
        "3个单元",
        "1.3-502.7",
        "15楼02室",
        "5楼12室",
        "5楼02层",
        "5楼2号窗口",
        "5楼2户",
    ],
)
def test_places_that_are_others(text):
    assert found(f"在{text}，要求处理") == []


@pytest.mark.parametrize(
    "text",
    ["7700000000123", "户号 77000 00000 123", "户号：7700-0000-00123", "户号尾号0123", "七七零零零零零零零零一二三"],
)
def test_accounts(text):
    assert [what for what, _ in found(f"{text}的电费")] == ["account"]


def test_letters_that_look_like_digits_hide_none():
    assert found("请拨l39OO12o4Ol", phones=["13900120401"]) == [("phone", "l39OO12o4Ol")]
    assert found("尾号O4OI", phones=["13900120401"]) == [("phone", "O4OI")]
    assert found("编号No12345678", phones=["13912345678"]) == [("phone", "12345678")]


def test_a_floor_and_a_door_are_the_number_of_a_room():
    assert found("住5楼2室", address="东江市朝阳路18号5楼2室") and found("住502室", address="东江市朝阳路18号5楼2室")
    assert found("住26层02号", address="东江市朝阳路18号2602室")
    assert not found("住2602室", address="东江市朝阳路18号5楼2室")
    assert not found("502号杆断裂，502号线路停电", address="东江市朝阳路18号5楼2号")


def test_nothing_known_finds_nothing():
    empty = {"name": "", "phones": [], "address": "", "account": ""}
    assert giveaways("王先生 13812345678 朝阳路18号", empty) == [] == giveaways("任何话", {})
    assert giveaways("", WANG) == []


def test_what_is_said_names_the_place():
    text = "来电人王秀英，电话138 1234 5678"
    assert in_words(text, giveaways(text, WANG)) == "会暴露来电人身份，请改写：姓名“王秀英”；电话“138 1234 5678”"


NUMBERS = st.text("0123456789", min_size=8, max_size=8).map(lambda rest: f"13{rest[0]}{rest}")
SEPARATORS = st.sampled_from(["", " ", "-", "—", ".", "·", "  ", "\u3000"])
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Nd", "Cs", "Nl", "No")), max_size=30).filter(
    lambda text: not set(text) & set("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两")
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(NUMBERS, SEPARATORS, st.booleans(), WORDS, WORDS)
def test_a_number_is_found_whatever_stands_around_it(number, between, wide, before, after):
    written = between.join((number[:3], number[3:7], number[7:]))
    text = f"{before}号{written.translate(WIDE) if wide else written}。{after}"
    hits = giveaways(text, {"phones": [number]})
    assert any(written.translate(WIDE) in text[h.start : h.end] or written in text[h.start : h.end] for h in hits)


@given(st.text(max_size=200), st.text(max_size=12), st.text(max_size=15), st.text(max_size=40), st.text(max_size=15))
def test_any_text_is_read_and_places_are_in_it_and_in_order(text, name, phone, address, account):
    hits = giveaways(text, {"name": name, "phones": [phone], "address": address, "account": account})
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.start <= other.start and one.end < other.end for one, other in itertools.pairwise(hits))


@given(WORDS, WORDS)
def test_the_name_is_always_found_in_full(before, after):
    assert any(
        "王秀英" in f"{before}王秀英{after}"[h.start : h.end] or h.what == "name"
        for h in giveaways(f"{before}王秀英{after}", WANG)
    )


@pytest.mark.parametrize(
    "text",
    [
        "一" * 10_000,
        "1" * 10_000,
        "王" * 10_000,
        "13812345678 " * 833,
        "朝阳路18号" * 1600,
        " " * 10_000,
        "ｌ" * 10_000,
        "ＯｌＩ" * 3_333,
    ],
)
def test_ten_thousand_characters_take_no_time(text):
    text = text[:10_000]
    giveaways(text, WANG)
    began = time.thread_time()
    giveaways(text, WANG)
    assert time.thread_time() - began < 0.05


def test_a_surname_of_two_characters_tells_by_itself():
    assert found("请联系澹台处理", name="澹台雪舟") == [("name", "澹台")]
    assert found("请联系王处理") == []
