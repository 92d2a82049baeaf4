"""Names of the trade are never called wrong characters, wherever they stand."""

import pytest

from complaints.replies import words
from complaints.replies.reading import Passage
from complaints.replies.rules.characters import errors, misspelt, table

pytestmark = pytest.mark.clause("D5")
NAMES = words.sections("field")["field"]
AROUND = (
    "{}",
    "客户反映{}问题",
    "更换{}后恢复正常",
    "系{}所致",
    "已对{}进行处理",
    "经查{}损坏",
    "因{}烧坏",
    "现场{}完好",
    "检查{}正常",
    "由{}承担",
    "新{}一只",
    "处{}脱落",
)


def wrong(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in errors(Passage(text))]


def test_there_are_enough_of_them():
    assert len(set(NAMES)) > 800


@pytest.mark.parametrize("around", AROUND)
def test_no_name_of_the_trade_is_an_error(around):
    assert {text: found for name in NAMES if (found := wrong(text := around.format(name)))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "导致欠费停电",
        "充电枪修复后可用",
        "新装增容户内线路",
        "树枝导致断线",
        "预案排查完毕",
        "已向市局报告",
        "平台取消订单",
        "经查砍青由村委会组织",
        "果树支撑杆移开",
    ],
)
def test_where_two_names_meet_there_is_none_either(text):
    assert wrong(text) == []


def test_where_ordinary_words_meet_there_is_no_wrong_pair():
    ends, begins = words.sections("ordinary").values()
    pairs = {wrong for wrong in (*table(), *misspelt()) if len(wrong) == 2}
    met = [f"{one}{other}" for one in ends for other in (*begins, *ends, *NAMES) if one[-1] + other[0] in pairs]
    met += [f"{one}{other}" for other in begins for one in NAMES if one[-1] + other[0] in pairs]
    assert len(met) > 500
    assert {text: found for text in met if (found := wrong(text))} == {}


def test_no_ordinary_word_holds_a_wrong_pair():
    assert {
        word: found for part in words.sections("ordinary").values() for word in part if (found := wrong(word))
    } == {}


def test_what_is_wrong_is_found_beside_them_all_the_same():
    missed = [text for text in misspelt() if not wrong(f"。{text}，")]
    assert len(missed) < len(misspelt()) / 1000
    assert wrong("分接开关跳闹，变压汽分接头松动，灰复供电。") == ["跳闹", "变压汽", "灰复"]
