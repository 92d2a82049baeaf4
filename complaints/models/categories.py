"""The trees that say what a complaint, an opinion or a report is about: data with validity, never edited."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils import timezone

from workorders.models.protection import never_truncated

DEEPEST = 3
JOIN = " / "
KEPT = ("kind", "parent_id", "level", "code", "label", "path_label", "since", "replaces_id", "basis")


class Category(models.Model):
    """One entry of one tree, as it was called and where it stood from ``since`` until ``until`` (null: in force).

    An order points at a row, and a row never changes: a rename, a move or a retirement ends the row, and what goes on
    under another name or in another place is a new row with the same ``code``, which ``replaces`` it. When an entry in
    the middle of a tree is renamed or moved, everything in force below it is followed by new rows too. So each row
    holds its whole path (``path_label``), nothing is put together from other rows, an old order keeps the path it was
    accepted under, and the tree of any instant is simply the rows in force at it: the parent of a row in force is in
    force. Figures over the years go by ``code``, which outlives renames.

    The database keeps it so, whoever writes: rows are not deleted, nothing but ``until`` (once), ``order`` and ``pinyin``
    may be updated, a new row's parent must be in force, of the same kind and one level up, and a row ends only after
    those below it.

    A leaf is a row in force with none in force below it, at whichever level; only leaves are chosen.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", "投诉"
        MISCONDUCT = "misconduct", "举报"
        OPINION = "opinion", "意见"
        SUGGESTION = "suggestion", "建议"
        PRAISE = "praise", "表扬"

    kind = models.CharField("业务", max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级分类"
    )
    level = models.PositiveSmallIntegerField("级别", editable=False)
    code = models.CharField("编码", max_length=24)
    label = models.CharField("名称", max_length=40)
    path_label = models.CharField("分类", max_length=140, editable=False)
    pinyin = models.CharField(max_length=240, editable=False, default="")  # of the label alone: full, then initials
    order = models.PositiveSmallIntegerField("次序", default=0)
    basis = models.CharField("依据", max_length=80, blank=True)
    since = models.DateTimeField("启用", default=timezone.now)
    until = models.DateTimeField("停用", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "业务分类"
        ordering = ["kind", "level", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"], condition=models.Q(until__isnull=True), name="category_code_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "parent", "label"],
                condition=models.Q(until__isnull=True),
                nulls_distinct=False,
                name="category_label_in_force_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level__range=(2, DEEPEST), parent__isnull=False),
                name="category_level_fits",
            ),
            models.CheckConstraint(condition=~models.Q(code__regex=r"^[0-9]"), name="category_code_is_no_number"),
        ]
        triggers = [
            pgtrigger.Protect(name="category_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="category_is_not_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    f"ROW({', '.join(f'OLD.{name}' for name in KEPT)})"
                    f" IS DISTINCT FROM ROW({', '.join(f'NEW.{name}' for name in KEPT)})"
                    " OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until)"
                ),
                func="RAISE EXCEPTION 'pgtrigger: category % is ended and followed, never edited', OLD.id;",
            ),
            pgtrigger.Trigger(
                name="category_fits_its_parent",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL AND NEW.until IS NULL"),
                func="""
                    PERFORM 1 FROM complaints_category parent WHERE parent.id = NEW.parent_id
                        AND parent.until IS NULL AND parent.kind = NEW.kind AND parent.level = NEW.level - 1
                        FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'pgtrigger: category % does not fit below %', NEW.code, NEW.parent_id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="category_ends_after_those_below",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.until IS NULL AND NEW.until IS NOT NULL"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM complaints_category below WHERE below.parent_id = NEW.id AND below.until IS NULL
                    ) THEN
                        RAISE EXCEPTION 'pgtrigger: category % has others in force below it', NEW.id;
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_truncated("category_never_truncated"),
        ]

    def __str__(self) -> str:
        return self.path_label
