from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from complaints.replies import sheets
from complaints.replies.gate import blocked, check
from complaints.replies.reply import Finding, Severity
from complaints.replies.rules import BY_ID

RESULT = "回复校验结果.csv"


class Command(BaseCommand):
    help = (
        "校验表格（CSV）里的旧回复，按规则汇总，并把每处问题写入另一个 CSV。\n"
        "退出码：0 没有会被退回的回复；1 有；2 文件读不了或用法不对。"
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="文件或文件夹", help="CSV 文件，或放着 CSV 的文件夹")
        parser.add_argument("--out", type=Path, default=Path(RESULT), help=f"结果写到哪里（默认当前文件夹的{RESULT}）")
        parser.add_argument("--encoding", help="文字编码；不写则自动辨认 UTF-8 和 GB18030")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        paths = _files(options["path"], out)
        found: list[tuple[str, sheets.Row, Finding]] = []
        judged = held = unread = 0
        for path in paths:
            try:
                for row in sheets.rows(path, options["encoding"]):
                    for fault in row.faults:
                        self.stderr.write(f"{path.name} {fault}")
                    findings = check(row.reply)
                    judged += 1
                    held += blocked(findings)
                    found += [(path.name, row, finding) for finding in findings]
            except (sheets.Unreadable, OSError) as error:
                unread += 1
                self.stderr.write(f"{path.name} 读不了：{error}")
        if unread == len(paths):
            raise CommandError("没有读到任何回复", returncode=2)
        try:
            sheets.write(out, found)
        except OSError as error:
            raise CommandError(f"结果写不进 {out}：{error}", returncode=2) from error
        self._tell([finding for _, _, finding in found])
        self.stdout.write(f"共{judged}条回复，会被退回{held}条；明细在 {out}")
        if unread or held:
            sys.exit(2 if unread else 1)

    def _tell(self, findings: list[Finding]) -> None:
        counts = Counter((finding.severity, finding.rule) for finding in findings)
        for severity in Severity:
            for (each, rule), count in sorted(counts.items(), key=lambda item: -item[1]):
                if each is severity:
                    self.stdout.write(f"{severity.label} {count:>5} 处  {BY_ID[rule].title}（{rule}）")


def _files(path: Path, out: Path) -> list[Path]:
    """The file, or the folder's tables in order, without an earlier result. Raises CommandError."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise CommandError(f"没有这个文件或文件夹：{path}", returncode=2)
    found = sorted(
        each
        for each in path.iterdir()
        if each.suffix.lower() == ".csv" and each.name != RESULT and each.resolve() != out.resolve()
    )
    if not found:
        raise CommandError(f"{path} 里没有 CSV 文件", returncode=2)
    return found
