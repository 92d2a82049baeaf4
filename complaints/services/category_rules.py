"""What an entry of a tree may be called and where it may hang. Refusals name the field."""

from __future__ import annotations

import re
from itertools import count

from accounts.pinyin import spell
from complaints.models.categories import DEEPEST, Category
from workorders import errors

LONGEST_LABEL, LONGEST_CODE = 40, 24
CODE = re.compile(r"[a-z][a-z0-9_]*")
NOT_SPELLED = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]")


def spelled(label: str) -> str:
    """Full pinyin and initials of ``label``, without its punctuation."""
    return spell(NOT_SPELLED.sub("", label))


def fitting_label(label: str) -> str:
    """``label`` as it is kept. Raises ``Invalid``."""
    label = " ".join(label.split())
    if not spelled(label).strip() or len(label) > LONGEST_LABEL:
        raise _wrong("label", f"请填写名称，最多 {LONGEST_LABEL} 个字")
    if "/" in label or not label.isprintable():
        raise _wrong("label", "名称里不能有“/”，它用来隔开各级")
    return label


def fitting_parent(kind: str, parent: Category | None, depth: int, moved: Category | None = None) -> None:
    """Refuse a place where ``depth`` levels (the entry itself and those below it) cannot hang."""
    if kind not in Category.Kind.values:
        raise _wrong("kind", "请选择业务")
    if parent is not None and parent.kind != kind:
        raise _wrong("parent", f"上级分类属于{parent.get_kind_display()}，请选同一业务的分类")
    if moved is not None and parent is not None and moved.pk in _line(parent):
        raise _wrong("parent", "上级分类不能是它自己或它的下级")
    if (parent.level if parent else 0) + depth > DEEPEST:
        raise _wrong("parent", f"分类最多 {DEEPEST} 级，放在这里就超过了")


def refuse_same_label(kind: str, parent: Category | None, label: str, but: Category | None = None) -> None:
    same = Category.objects.filter(kind=kind, parent=parent, label=label, until=None).first()
    if same is not None and same != but:
        raise _wrong("label", f"这一级已经有「{label}」了")


def fitting_code(kind: str, parent: Category | None, label: str, code: str) -> tuple[str, Category | None]:
    """The code to keep, and the row that had it before, if any. A code keeps its meaning for good."""
    code = code.strip().lower()
    if not code:
        return _made_up(kind, f"{parent.path_label} {label}" if parent else label), None
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise _wrong("code", f"编码由小写字母、数字和下划线组成，以字母开头，最多 {LONGEST_CODE} 位")
    former = Category.objects.filter(kind=kind, code=code).order_by("-since", "-pk").first()
    if former is not None and former.until is None:
        raise _wrong("code", f"编码 {code} 正由「{former.path_label}」使用，请换一个")
    if former is not None and former.label != label:
        raise _wrong("code", f"编码 {code} 曾是「{former.path_label}」，只能用于恢复同名的分类，请换一个")
    return code, former


def _made_up(kind: str, path: str) -> str:
    """Initials of the path's labels; numbered where that is taken."""
    initials = [spelled(part).split()[-1].lower() for part in path.replace("/", " ").split()]
    stem = "_".join(initials)[: LONGEST_CODE - 3].strip("_")
    stem = stem if CODE.fullmatch(stem) else f"c_{stem}"[: LONGEST_CODE - 3]
    taken = set(Category.objects.filter(kind=kind, code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}_{place}" for place in count(2))
    return stem if stem not in taken else next(each for each in numbered if each not in taken)


def _line(row: Category) -> list[int]:
    found: list[int] = []
    above: Category | None = row
    while above is not None:
        found.append(above.pk)
        above = above.parent
    return found


def _wrong(field: str, why: str) -> errors.Invalid:
    return errors.Invalid(why, fields={field: [why]})
