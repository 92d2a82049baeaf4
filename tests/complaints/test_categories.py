"""The trees: what is found by what is typed, and what a change leaves as it was."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from accounts.models import AccountEvent, RoleAt
from complaints.models import Category
from complaints.selectors import categories as selectors
from complaints.selectors.categories import (
    category_in_force,
    choices_at,
    find,
    leaf_by_code,
    path_of,
)
from complaints.services.categories import add, change, move, rename, retire
from tests import factories
from tests.browsing import at_desk, text_of
from tests.complaints.cases import lived_until
from workorders import errors


@pytest.fixture
def admin(district):
    return district.system_admin


@pytest.fixture(autouse=True)
def seen_at_once(monkeypatch):
    """As after a commit: tests stay inside their transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *_args, **_more: do())


def row(code: str, kind: str = "complaint") -> Category:
    return Category.objects.get(kind=kind, code=code, until=None)


def paths(found) -> list[str]:
    return [each.path_label for each in found]


# ---- what ships


def test_every_tree_that_ships_is_whole(db):
    for kind in Category.Kind.values:
        assert choices_at(kind), kind
    tops = [each.label for each in selectors.entries_in_force().filter(kind="complaint", level=1)]
    assert tops == ["服务投诉", "营业投诉", "停送电投诉", "供电质量投诉", "电网建设投诉"]
    assert Category.objects.filter(kind="opinion", level=1).count() == 8
    assert {each.label for each in choices_at("misconduct")} >= {"以电谋私", "窃电", "违约用电", "行风问题线索移交"}
    assert not Category.objects.filter(basis="").exists()


def test_a_leaf_may_be_on_any_level(db):
    found = {each.code: path_of(each) for each in choices_at("complaint")}
    assert found["voltage_abnormal"] == ("供电质量投诉", "电压", "电压质量长时间异常")
    assert found["grid_works"] == ("电网建设投诉", "施工行为")
    assert "voltage" not in found and "quality" not in found


# ---- finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("电价", "营业投诉 / 电费电价 / 电价"),
        ("电压", "供电质量投诉 / 电压 / 电压质量长时间异常"),
        ("频繁", "供电质量投诉 / 可靠性 / 频繁停电"),
        ("pftd", "供电质量投诉 / 可靠性 / 频繁停电"),
        ("pinfanting", "供电质量投诉 / 可靠性 / 频繁停电"),
        ("PFTD", "供电质量投诉 / 可靠性 / 频繁停电"),
        ("dj", "营业投诉 / 电费电价 / 电价"),
        ("changshijian", "供电质量投诉 / 电压 / 电压质量长时间异常"),
        ("meter_test", "营业投诉 / 电能计量 / 验表"),
        ("计量 态度", "服务投诉 / 员工服务态度 / 计量人员服务态度"),
        ("营业 dj", "营业投诉 / 电费电价 / 电价"),
        ("营业投诉 / 电费电价 / 电费", "营业投诉 / 电费电价 / 电费"),
    ],
)
def test_what_is_typed_finds_it_first(db, typed, first):
    assert paths(find("complaint", typed))[0] == first


def test_the_closer_the_fit_the_earlier_it_comes(district, admin):
    top = add(admin, kind="praise", label="测试")
    names = ["一部分电压的", "电压表", "电压", "电雅"]  # part, beginning, the very label, the same letters
    made = {name: add(admin, kind="praise", label=name, parent=top) for name in names}
    assert paths(find("praise", "电压")) == [f"测试 / {name}" for name in ("电压", "电压表", "一部分电压的")]
    assert find("praise", "dy")[:3] == [made["电压表"], made["电压"], made["电雅"]]  # initials, as the tree has them
    assert find("praise", "dianya")[-1] == made["一部分电压的"]


def test_a_word_on_any_level_brings_what_is_below_it(db):
    assert paths(find("complaint", "电能计量")) == [
        f"营业投诉 / 电能计量 / {name}" for name in ("表计线路接错", "计量装置", "户表轮换改造", "验表")
    ]
    assert [path_of(each)[0] for each in find("complaint", "gongdianzhiliang")] == ["供电质量投诉"] * 3


@pytest.mark.parametrize("typed", ["没有这个", "qqq", "%", "' OR 1=1", "\0", "🔌"])
def test_what_is_nowhere_finds_nothing(db, typed):
    assert find("complaint", typed) == []


def test_nothing_typed_finds_all_in_the_order_of_the_tree(db):
    assert find("complaint", " ") == choices_at("complaint") and len(choices_at("complaint")) > 30
    assert len(find("complaint", "服务", limit=3)) == 3


def test_asking_again_costs_no_query(db, django_assert_num_queries):
    leaf = choices_at("complaint")[0]
    with django_assert_num_queries(0):
        assert find("complaint", "dianya")
        assert category_in_force("complaint", leaf.pk) == leaf
        assert leaf_by_code("complaint", leaf.code) == leaf
        assert path_of(leaf)[0] == leaf.parent.parent.label


def test_a_key_or_code_belongs_to_its_own_business(db):
    bill = leaf_by_code("complaint", "bill")
    assert category_in_force("opinion", bill.pk) is None and leaf_by_code("opinion", "bill") is None
    assert leaf_by_code("complaint", "tariff_bill") is None  # a branch


def test_what_another_process_has_just_added_is_found_all_the_same(db):
    choices_at("praise")
    Category.objects.create(kind="praise", level=1, code="new", label="新的", path_label="新的")
    assert leaf_by_code("praise", "new") is not None


# ---- versions


def test_a_rename_leaves_the_old_row_its_path_and_is_followed_by_all_below(admin):
    old = row("tariff")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        new_branch = rename(admin, row("tariff_bill"), "电费与电价")
        old.refresh_from_db()
        new = row("tariff")
        assert path_of(old) == ("营业投诉", "电费电价", "电价") and old.until == new.since
        assert path_of(new) == ("营业投诉", "电费与电价", "电价")
        assert (new.parent, new.replaces, new.code) == (new_branch, old, "tariff")
        assert leaf_by_code("complaint", "tariff") == new and category_in_force("complaint", old.pk) is None
    before = timezone.now()
    assert leaf_by_code("complaint", "tariff", before) == old  # the tree of an earlier instant is as it was
    assert AccountEvent.objects.get(kind="category_changed").data == {
        "act": "rename",
        "category": "complaint.tariff_bill",
        "was": "营业投诉 / 电费电价",
        "now": "营业投诉 / 电费与电价",
        "below": 2,
    }


def test_an_order_keeps_the_path_it_was_accepted_under(district, admin):
    old = lived_until(district, "replied", category=row("tariff").pk)
    rename(admin, row("tariff_bill"), "电费与电价")
    rename(admin, row("tariff"), "电价执行")
    new = lived_until(district, "replied", category=row("tariff").pk)
    auditor = at_desk(district.auditor)
    rows = {mark: text_of(auditor.get(address)) for mark, address in (("follow", "/complaints/"), ("row", "/audit/"))}
    for order, path in ((old, "营业投诉 / 电费电价 / 电价"), (new, "营业投诉 / 电费与电价 / 电价执行")):
        for address in ("/orders/{}/", "/orders/{}/print/", "/audit/?order={}"):
            page = text_of(auditor.get(address.format(order.number)))
            assert re.search(rf"<(dd|td|h2)[^>]*>{path}</", page), address
        for mark, page in rows.items():
            assert path in page.partition(f'id="{mark}-{order.number}"')[2].partition("</li>")[0], mark
        order.refresh_from_db()
        assert order.case.category_path == order.case.category.path_label == path
        assert order.title == path.rpartition(" / ")[2]


def test_a_move_takes_everything_below_along(admin):
    move(admin, row("voltage"), row("outage"))
    assert path_of(row("voltage_abnormal")) == ("停送电投诉", "电压", "电压质量长时间异常")
    top = move(admin, row("reading_collecting"), None)
    assert top.level == 1 and path_of(row("reading")) == ("抄表催费", "抄表")


def test_another_place_among_siblings_is_no_new_version(admin):
    bill = row("bill")
    assert change(admin, bill, order=1) == bill
    assert paths(find("complaint", "电费电价")) == ["营业投诉 / 电费电价 / 电费", "营业投诉 / 电费电价 / 电价"]
    assert AccountEvent.objects.get(kind="category_changed").data["act"] == "order"
    assert rename(admin, bill, "电费") == bill and AccountEvent.objects.filter(kind="category_changed").count() == 1


def test_what_has_others_below_it_is_retired_with_them_or_not_at_all(admin):
    metering = row("metering")
    with pytest.raises(errors.WrongState, match="下面还有 4 个在用的分类"):
        retire(admin, metering)
    assert retire(admin, metering, below=True) == 5
    assert find("complaint", "验表") == []
    assert Category.objects.get(code="meter_test").path_label == "营业投诉 / 电能计量 / 验表"


def test_when_the_last_below_is_retired_the_branch_is_a_leaf_again(admin):
    retire(admin, row("hall_service"))
    assert leaf_by_code("complaint", "service_items") is not None


def test_nothing_hangs_on_what_was_retired(admin):
    metering = row("metering")
    retire(admin, metering, below=True)
    with pytest.raises(errors.WrongState, match="已停用"):
        add(admin, kind="complaint", label="电表更换", parent=metering)
    with pytest.raises(errors.WrongState, match="已停用"):
        rename(admin, metering, "计量")


def test_a_code_keeps_its_meaning(admin):
    retire(admin, row("bill"))
    parent = row("tariff_bill")
    with pytest.raises(errors.Invalid, match="曾是「营业投诉 / 电费电价 / 电费」"):
        add(admin, kind="complaint", label="发票", parent=parent, code="bill")
    again = add(admin, kind="complaint", label="电费", parent=parent, code="bill")
    assert again.replaces.code == "bill"
    made_up = add(admin, kind="complaint", label="发票", parent=parent)
    assert made_up.code == "yyts_dfdj_fp"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"label": "电价", "parent": "tariff_bill"}, "label"),
        ({"label": "电价/电费"}, "label"),
        ({"label": "——"}, "label"),
        ({"label": "长" * 41}, "label"),
        ({"label": "第四级", "parent": "tariff"}, "parent"),
        ({"label": "新", "code": "Bad Code"}, "code"),
        ({"label": "新", "code": "123"}, "code"),
        ({"label": "新", "code": "tariff"}, "code"),
        ({"label": "新", "kind": "rumour"}, "kind"),
        ({"label": "新", "kind": "praise", "parent": "tariff_bill"}, "parent"),
    ],
)
def test_a_contradiction_is_refused_with_its_field(admin, data, field):
    given = {"kind": "complaint", **data}
    given["parent"] = row(given["parent"]) if "parent" in given else None
    with pytest.raises(errors.Invalid) as refused:
        add(admin, **given)
    assert list(refused.value.fields) == [field]


def test_a_branch_is_not_moved_below_itself_nor_too_deep(admin):
    for below in ("tariff_bill", "tariff", "metering"):
        with pytest.raises(errors.Invalid) as refused:
            move(admin, row("tariff_bill"), row(below))
        assert "parent" in refused.value.fields


def test_only_a_system_administrator_over_everything_changes_the_trees(district):
    RoleAt.objects.filter(person=district.people["second_agent"]).update(role="system_admin", unit=district.city)
    for post in ("agent", "lead", "security_admin", "audit_admin", "second_agent"):
        with pytest.raises(errors.NotAllowed):
            rename(getattr(district, post), row("bill"), "电费账单")
        with pytest.raises(errors.NotAllowed):
            add(getattr(district, post), kind="praise", label="新")
        with pytest.raises(errors.NotAllowed):
            retire(getattr(district, post), row("bill"))


# ---- the database


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM complaints_category WHERE code = 'bill'",
        "TRUNCATE complaints_category CASCADE",
        "UPDATE complaints_category SET label = '别的' WHERE code = 'bill'",
        "UPDATE complaints_category SET path_label = '别的' WHERE code = 'bill'",
        "UPDATE complaints_category SET code = 'other' WHERE code = 'bill'",
        "UPDATE complaints_category SET kind = 'praise' WHERE code = 'bill'",
        "UPDATE complaints_category SET level = 2 WHERE code = 'bill'",
        "UPDATE complaints_category SET parent_id = NULL WHERE code = 'bill'",
        "UPDATE complaints_category SET since = now() WHERE code = 'bill'",
        "UPDATE complaints_category SET until = now() WHERE code = 'metering'",  # others hang on it
        'INSERT INTO complaints_category (kind, level, code, label, path_label, pinyin, "order", basis, since, parent_id)'
        " SELECT 'praise', 2, 'x', 'x', 'x', '', 0, '', now(), id FROM complaints_category WHERE code = 'metering'",
    ],
)
def test_the_database_refuses_what_would_rewrite_the_past(db, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_has_ended_does_not_begin_again(admin):
    bill = row("bill")
    retire(admin, bill)
    with pytest.raises(DatabaseError), transaction.atomic():
        Category.objects.filter(pk=bill.pk).update(until=None)


# ---- two administrators


@pytest.fixture
def leaves_no_trace(transactional_db):
    """What is committed here would stay: the shipped rows are kept between tests."""
    last = Category.objects.order_by("pk").last().pk
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET session_replication_role = replica; DELETE FROM complaints_category WHERE id > {last};"
            " SET session_replication_role = DEFAULT"
        )


def at_once(*jobs):
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        gate.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_who_rename_at_once_the_second_is_told(leaves_no_trace):
    admin = factories.build_district().system_admin
    entry = add(admin, kind="praise", label="甲")
    first, second = at_once(*[lambda name=name: rename(admin, entry, name) for name in ("乙", "丙")])
    told, done = sorted([first, second], key=lambda each: isinstance(each, Category))
    assert isinstance(told, errors.WrongState) and f"已改为「{done.label}」" in told.message
    assert Category.objects.filter(kind="praise", code=entry.code, until=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_hangs_an_entry_on_what_is_being_retired(leaves_no_trace):
    admin = factories.build_district().system_admin
    top = add(admin, kind="praise", label="甲")
    at_once(lambda: retire(admin, top), lambda: add(admin, kind="praise", label="乙", parent=top))
    orphans = Category.objects.filter(until=None, parent__until__isnull=False)
    assert not orphans.exists()
