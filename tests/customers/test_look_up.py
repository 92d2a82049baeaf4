"""One box for everything, and a guess is never a match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.selectors import look_up
from customers.selectors.lookup import read


def names(found):
    return {each.premises.customer.name for each in found}


@pytest.fixture
def street(zhang, settle):
    settle("张伟", door="20号", phones="13900000001")
    settle("单玉", street="青石巷", door="3号", phones="13812345678")  # shares the number with 张伟
    settle("近市第一人民医院", street="迎宾大道", door="1号", kind="business", importance="first")
    return zhang


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("13812345678", "phone"),
        ("+86 138-1234-5678", "phone"),
        ("(0427) 2821234转3", "phone"),
        ("来电138 1234 5678说没电", "phone"),
        ("7700000000001", "account"),
        ("7700 0000 00001", "account"),
        ("张伟", "name"),
        (" 近市朝阳路18号3单元502室 ", "address"),
        ("朝阳路18号3单元502室", "address"),
        ("朝阳路１８号3单元502室", "address"),
    ],
)
def test_matches_by_each_key(street, people, typed, by):
    found = look_up(people.agent, typed)
    assert street.pk in {each.premises.pk for each in found.matches}
    assert {each.by for each in found.matches} == {by}


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("1381234", "part of a number"),
        ("2345678", "part of a number"),
        ("2821234", "part of a number"),
        ("0000001", "part of an account"),
        ("朝阳路", "part of an address"),
        ("朝阳路 502", "part of an address"),
        ("朝阳路18-3-502", "part of an address"),
        ("张伟 朝阳路", "name and address"),
        ("朝阳路 18号 张伟", "name and address"),
        ("zw", "name by pinyin"),
        ("zhangw", "name by pinyin"),
        ("cyl18", "address by pinyin"),
        ("chaoyanglu18hao", "address by pinyin"),
    ],
)
def test_a_guess_is_never_a_match(street, people, typed, by):
    found = look_up(people.agent, typed)
    assert found.matches == []
    assert by in {each.by for each in found.guesses}
    assert street.pk in {each.premises.pk for each in found.guesses}


@pytest.mark.parametrize("typed", ["李强 朝阳路", "张伟 青石巷", "朝阳路 单玉", "张 朝阳路 张伟路"])
def test_name_and_address_must_both_agree(street, people, typed):
    assert look_up(people.agent, typed).guesses == []


def test_a_match_is_not_repeated_as_a_guess(street, people):
    found = look_up(people.agent, "张伟")
    assert len(found.matches) == 2
    assert not {each.premises.pk for each in found.matches} & {each.premises.pk for each in found.guesses}


def test_a_shared_number_leads_to_everybody_who_gave_it(street, people):
    assert names(look_up(people.agent, "13812345678").matches) == {"张伟", "单玉"}


@pytest.mark.parametrize("typed", ["sy", "dy", "shanyu", "danyu"])
def test_a_surname_is_found_by_each_reading(street, people, typed):
    assert "单玉" in names(look_up(people.agent, typed).guesses)


@pytest.mark.parametrize("typed", ["人民医院", "民医", "第一 医院"])
def test_a_company_is_guessed_by_part_of_its_name(street, people, typed):
    assert names(look_up(people.agent, typed).guesses) == {"近市第一人民医院"}


@pytest.mark.parametrize("who", ["stranger", "supervisor"])
@pytest.mark.parametrize("typed", ["13812345678", "张伟", "朝阳路", "zw", "7700000000001"])
def test_nothing_out_of_reach(street, people, who, typed):
    found = look_up(getattr(people, who), typed)
    assert (found.matches, found.guesses) == ([], [])


def test_a_dispatcher_finds_only_their_subtree(street, people, units, settle):
    away = settle("张伟", door="9号", unit=units.away, town="远市")
    assert away.pk in {each.premises.pk for each in look_up(people.agent, "张伟").matches}
    assert away.pk not in {each.premises.pk for each in look_up(people.dispatcher, "张伟").matches}


@pytest.mark.parametrize("typed", ["%", "_", "%%%%", "____", "张_", "%伟", "1%8", "\\", "'; --", "\0", " ", ""])
def test_wildcards_are_just_characters(street, people, typed):
    found = look_up(people.agent, typed)
    assert (found.matches, found.guesses) == ([], [])


def test_ten_thousand_characters(street, people):
    assert look_up(people.agent, "张" * 10_000).matches == []
    assert look_up(people.agent, "1" * 10_000).guesses == []
    pasted = "客户张伟来电13812345678反映" + "停电" * 5_000
    assert [each.by for each in look_up(people.agent, pasted).matches] == ["phone", "phone"]


def test_the_limit_is_told(settle, people):
    for door in range(5):
        settle("王芳", door=f"{door}号")
    found = look_up(people.agent, "王芳", limit=3)
    assert (len(found.matches), found.more) == (3, True)
    assert not look_up(people.agent, "王芳", limit=5).more


@pytest.mark.parametrize("typed", ["13812345678", "张伟", "朝阳路", "zw", "7700000000001", "朝阳路 502", "没有此人"])
def test_four_queries_at_most(street, people, typed, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found = look_up(people.agent, typed)
        for each in [*found.matches, *found.guesses]:
            assert each.premises.unit.name and each.premises.transformer.feeder.substation.name
            assert each.premises.customer.phones.all() is not None


@given(st.text(max_size=300))
def test_reading_raises_nothing(text):
    assert len(read(text).text) <= 300
