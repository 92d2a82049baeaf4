"""Write docs/states/, one page a type, from the declarations; or say whether it is up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workorders.diagrams import page
from workorders.registry import registry


class Command(BaseCommand):
    help = "从业务类型的声明生成 docs/states/：状态图、操作、填写项、时限"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查是否与声明一致，不写文件")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "states"
        pages = {folder / f"{business.code}.md": page(business) for business in registry}
        if options["check"]:
            self.check_pages(folder, pages)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
        self.stdout.write(f"已生成 {len(pages)} 页：docs/states/")

    @staticmethod
    def check_pages(folder: Path, pages: dict[Path, str]) -> None:
        stale = [path.name for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
        stale += [path.name for path in folder.glob("*.md") if path not in pages]
        if stale:
            raise CommandError(f"docs/states/ 与声明不一致（{'、'.join(stale)}），请运行 manage.py state_diagrams")
