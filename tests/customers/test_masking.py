import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.masking import mask_account, mask_address, mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张伟", "张*"), ("欧阳娜娜", "欧阳**"), ("欧阳", "欧*"), ("李", "李"), ("", ""), ("司马光", "司马*")],
)
def test_the_surname_stays(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("云浦市朝阳路18号3单元502室", "云浦市朝阳路***"),
        ("云浦市柳溪县大湾村三组12号", "云浦市柳溪县大湾村***"),
        ("朝阳路五号楼", "朝阳路***"),
        ("朝阳路供销社旁", "朝阳路***"),
        ("供销社旁边的平房", "供销社***"),
        ("", ""),
    ],
)
def test_the_door_goes(address, masked):
    assert mask_address(address) == masked


def test_an_account_number_keeps_its_end():
    assert mask_account("9926000000015") == "*********0015"


@given(st.text(alphabet="朝阳路街号单元室0123456789一二三栋", max_size=40))
def test_no_digit_is_left(address):
    assert not any(char.isdigit() and char.isascii() for char in mask_address(address))
