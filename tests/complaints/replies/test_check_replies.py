"""`manage.py check_replies`: real files, as units send them."""

import csv

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.clause("D5")
HEADER = "工单编号,业务类型,受理内容,处理情况,客户意见,处理时间,处理人,是否属实,电力公司责任,采纳情况,受理时间,附件"
GOOD = "2405150001,投诉,客户反映停电,5月15日因接户线断线停电，14时恢复供电。,客户满意,2024-05-15 16:00,王某,是,是,,2024-05-14 09:00,"
BAD = "2405150002,投诉,客户反映停电,客户已撤诉。,客户要求撤诉,2024/5/15 16:00,王某,是,否,,2024/5/14 9:00,"


def write(path, *lines, encoding="utf-8-sig"):
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def judge(path, out, **options):
    """The exit code."""
    try:
        call_command("check_replies", path, out=out, **options)
    except SystemExit as stop:
        return stop.code
    except CommandError as error:
        return error.returncode
    return 0


def rows(out):
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_whatever_encoding_it_comes(tmp_path, capsys, encoding):
    out = tmp_path / "out.csv"
    assert judge(write(tmp_path / "a.csv", HEADER, GOOD, BAD, encoding=encoding), out) == 1
    assert "共2条回复，会被退回1条" in capsys.readouterr().out
    (found,) = [row for row in rows(out) if row["规则"] == "bare_withdrawal"]
    assert (found["工单编号"], found["行号"], found["等级"], found["原文"]) == ("2405150002", "3", "阻断", "撤诉")


def test_nothing_to_return_is_exit_code_0(tmp_path):
    out = tmp_path / "out.csv"
    assert judge(write(tmp_path / "a.csv", HEADER, GOOD), out) == 0
    assert rows(out) == []


def test_columns_have_other_names_and_other_orders(tmp_path):
    out = tmp_path / "out.csv"
    table = write(tmp_path / "a.csv", "某某公司5月回复\t\t", "回复内容\t单号\t属实", "客户取消举报\t7\t否")
    assert judge(table, out) == 1
    assert {row["规则"] for row in rows(out)} >= {"bare_withdrawal"}


def test_a_folder_is_read_file_by_file(tmp_path, capsys):
    write(tmp_path / "a.csv", HEADER, BAD)
    write(tmp_path / "b.CSV", HEADER, BAD, encoding="gb18030")
    write(tmp_path / "回复校验结果.csv", "旧的结果")
    out = tmp_path / "out.csv"
    write(out, "older")
    assert judge(tmp_path, out) == 1
    assert {row["文件"] for row in rows(out)} == {"a.csv", "b.CSV"}


def test_without_the_column_it_says_which_it_knows(tmp_path, capsys):
    assert judge(write(tmp_path / "a.csv", "甲,乙", "1,2"), tmp_path / "out.csv") == 2
    said = capsys.readouterr().err
    assert "没有找到“处理情况”一列" in said and "甲、乙" in said and "受理内容" in said


def test_a_bad_cell_is_named_and_the_rest_goes_on(tmp_path, capsys):
    odd = GOOD.replace("2024-05-15 16:00", "五月中旬").replace("0001,投诉", "0003,投诉").replace("是,是", "也许,是")
    assert judge(write(tmp_path / "a.csv", HEADER, odd, "", BAD), tmp_path / "out.csv") == 1
    said = capsys.readouterr().err
    assert "第2行“处理时间”看不懂：五月中旬" in said and "第2行“是否属实”看不懂：也许" in said


def test_no_cell_becomes_a_formula(tmp_path):
    out = tmp_path / "out.csv"
    judge(write(tmp_path / "=a.csv", HEADER, BAD.replace("2405150002", "=1+1")), out)
    for row in rows(out):
        assert row["工单编号"] == "'=1+1" and row["文件"] == "'=a.csv"


@pytest.mark.parametrize("raw", [b"PK\x03\x04rest", b"\xff\xff\x00\x81"])
def test_what_is_no_table_is_refused_in_words(tmp_path, capsys, raw):
    (tmp_path / "a.csv").write_bytes(raw)
    assert judge(tmp_path / "a.csv", tmp_path / "out.csv") == 2
    assert "读不了" in capsys.readouterr().err


def test_what_is_not_there_or_empty_is_refused(tmp_path):
    assert judge(tmp_path / "none.csv", tmp_path / "out.csv") == 2
    assert judge(tmp_path, tmp_path / "out.csv") == 2
    assert judge(write(tmp_path / "a.csv", HEADER, GOOD), tmp_path / "no" / "out.csv") == 2


def test_sizes_of_attachments_are_read_where_they_are_written(tmp_path):
    out = tmp_path / "out.csv"
    big = GOOD + "录像.mp4（7.5MB）；照片.jpg(300KB)"
    assert judge(write(tmp_path / "a.csv", HEADER, big), out) == 1
    assert [row["规则"] for row in rows(out)] == ["attachment_too_big"]


def test_what_no_reply_can_be_is_told_and_stops_nothing(tmp_path, capsys):
    out, long = tmp_path / "out.csv", "达成客户称" * 20_000
    table = write(tmp_path / "a.csv", "处理情况,附件", f"{long},", f"已更换电表。,b({'9' * 400}MB)")
    assert judge(table, out) == 1
    said = capsys.readouterr()
    assert "超过5000字，只校验了开头" in said.err and "共2条回复" in said.out
    assert judge(write(tmp_path / "b.csv", "处理情况", "长" * 10_000_001), out) == 2
    assert "读不下去" in capsys.readouterr().err
