import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.pinyin import key, name_key


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("掌灯", "zhangdeng zd"),
        ("朝阳路", "chaoyanglu cyl"),
        ("A座12号", "azuo12hao az12h"),
        ("", ""),
        ("！？", ""),
    ],
)
def test_full_pinyin_and_initials(text, found_by):
    assert key(text) == found_by


def test_texts_are_read_as_one():
    assert key("朝阳路", "18号") == key("朝阳路18号")


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("张伟", "zhangwei zw"),
        ("单玉", "shanyu sy danyu dy"),
        ("翟明", "zhaiming zm diming dm"),
        ("曾国", "zengguo zg cengguo cg"),
        ("万俟雪", "moqixue mqx"),
        ("尉迟恭", "yuchigong ycg"),
        ("Tom", "tom tom"),
    ],
)
def test_a_surname_has_all_its_readings(name, found_by):
    assert name_key(name) == found_by


@given(st.text(max_size=40))
def test_only_letters_and_digits_come_out(text):
    assert all(char.isascii() and (char.isalnum() or char == " ") for char in name_key(text) + key(text))
