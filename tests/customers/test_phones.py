"""Numbers as people write them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers import phones
from customers.phones import mask, normalise


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("13812345678", ["13812345678"]),
        ("138 1234 5678", ["13812345678"]),
        ("138-1234-5678", ["13812345678"]),
        ("138.1234.5678", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        ("138－1234－5678", ["13812345678"]),
        ("+86 138 1234 5678", ["13812345678"]),
        ("(+86)13812345678", ["13812345678"]),
        ("0086-13812345678", ["13812345678"]),
        ("8613812345678", ["13812345678"]),
        ("013812345678", ["13812345678"]),
        ("0427-2821234", ["04272821234"]),
        ("(0427)2821234", ["04272821234"]),
        ("（0427）282 1234", ["04272821234"]),
        ("+86-427-2821234", ["04272821234"]),
        ("+86 (0)10 8888 8888", ["01088888888"]),
        ("010 8888 8888", ["01088888888"]),
        ("0427-2821234转801", ["04272821234"]),
        ("0427-2821234-801", ["04272821234"]),
        ("0427-2821234 ext. 12", ["04272821234"]),
        ("13812345678/79", ["13812345678", "13812345679"]),
        ("0427-2821234/35", ["04272821234", "04272821235"]),
        ("0427-2821234、2835678", ["04272821234", "04272835678"]),
        ("13812345678、13912345678", ["13812345678", "13912345678"]),
        ("13812345678 13912345678", ["13812345678", "13912345678"]),
        ("0427-2821234/138 1234 5678", ["04272821234", "13812345678"]),
        ("本人13812345678，家里(0427)2821234/35/36", ["13812345678", "04272821234", "04272821235", "04272821236"]),
        ("95598", ["95598"]),
        ("12345转来", ["12345"]),
        ("400-810-1234", ["4008101234"]),
        ("+852 2123 4567", ["+85221234567"]),
        ("13812345678, 138-1234-5678", ["13812345678"]),
    ],
)
def test_reads_what_people_write(written, stored):
    assert normalise(written) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "朝阳路110号",
        "10086号院",
        "2821234",  # which city?
        "2026-11-22 09:30",
        "1381234567 8楼",
        "13812345",
        "9901138123456",  # a 户号
        "210102199001011234",  # an identity card
        "1380000000013800000001",
        "００００",
        "/-()+86",
    ],
)
def test_invents_nothing(text):
    assert normalise(text) == []


def test_a_floor_is_not_an_ending():
    assert normalise("13812345678/3号楼") == ["13812345678"]
    assert normalise("0427-2821234 5楼") == ["04272821234"]


def test_an_area_code_completes_local_numbers():
    assert normalise("2821234/35", "0427") == ["04272821234", "04272821235"]
    assert normalise("8888 8888", "010") == ["01088888888"]
    assert normalise("282123", "0427") == []


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("04272821234", "0427***1234"),
        ("01088888888", "010****8888"),
        ("95598", "95598"),
        ("", ""),
    ],
)
def test_masks(number, masked):
    assert mask(number) == masked


@pytest.mark.parametrize("end", ["0427-28212345", "13812345678/79", "95598号楼", "13812345678"])
def test_what_stands_at_the_cut_is_no_number(end):
    for length in range(1, len(end)):
        text = "13912345678 " + "路" * (phones.LONGEST - 12 - length) + end
        assert normalise(text) in (["13912345678"], ["13912345678", "13812345678"] if "/" in end else ["13912345678"])


def test_a_long_paste_is_read_at_its_beginning():
    assert normalise("13912345678" + "路13812345678" * 100_000)[:2] == ["13912345678", "13812345678"]
    assert normalise("路" * phones.LONGEST + "13812345678") == []


WRITTEN = st.text(alphabet="0123456789０１２ -()（）+/、转.号ext\n", max_size=60)


@given(WRITTEN)
def test_stored_form_is_stable(text):
    for number in normalise(text):
        assert normalise(number) == [number]


@given(WRITTEN)
def test_every_digit_stands_in_the_text(text):
    """All but the digits taken over from the number before (…/79) are there, in order."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    for number in normalise(text):
        plain = number.removeprefix("+").removeprefix("0")
        assert plain in digits or plain[:-4] in digits or plain[:3] in digits


@given(st.text(max_size=200))
def test_any_text_is_welcome(text):
    assert all(re.fullmatch(r"\+?\d{5,15}", number) for number in normalise(text))


@given(st.integers(0, 99_999_999), st.lists(st.sampled_from(["", " ", "-"]), min_size=2, max_size=2))
def test_a_mobile_is_found_however_it_is_grouped(tail, gaps):
    digits = f"138{tail:08d}"
    assert normalise(f"电话：{digits[:3]}{gaps[0]}{digits[3:7]}{gaps[1]}{digits[7:]}。") == [digits]


@given(st.text(max_size=30))
def test_a_mask_keeps_the_length_and_hides_the_middle(text):
    for number in normalise(text) or ["13812345678"]:
        assert len(mask(number)) == len(number)
        assert len(number) < 7 or "*" in mask(number)
