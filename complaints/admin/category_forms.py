"""What the administrator fills in: a new entry; or what is to become of one."""

from __future__ import annotations

from typing import Any

from django import forms

from complaints.models import Category
from complaints.models.categories import DEEPEST
from complaints.selectors.categories import entries_in_force
from complaints.services import categories
from workorders.admin.refusals import on_form


class Above(forms.ModelChoiceField):
    """The entry it hangs on, named by its whole path."""

    def __init__(self) -> None:
        super().__init__(
            Category.objects.none(), label="上级分类", required=False, empty_label="（一级分类）", blank=True
        )

    def label_from_instance(self, category: Category) -> str:
        return f"{category.get_kind_display()}：{category.path_label}"


class Written(forms.ModelForm):
    """The services write; nothing typed goes into the row itself."""

    actor: Any  # set by the page
    made: Category
    parent = Above()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            with on_form(self):
                self.write(data)
        return data

    def write(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def _post_clean(self) -> None:
        """The database and the services judge."""


class AddForm(Written):
    code = forms.CharField(
        label="编码", max_length=24, required=False, help_text="不填则取各级名称的拼音首字母；定了不能改"
    )
    order = forms.IntegerField(label="次序", min_value=0, max_value=32000, required=False, help_text="不填排在最后")

    class Meta:
        model = Category
        fields = ["kind", "parent", "label", "code", "order", "basis"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.queryset = entries_in_force().filter(level__lt=DEEPEST)

    def write(self, data: dict[str, Any]) -> None:
        self.made = categories.add(self.actor, **{name: data[name] for name in self.Meta.fields})


class ChangeForm(Written):
    retire = forms.BooleanField(label="停用", required=False, help_text="不能再选；已受理的工单仍保留它")
    below = forms.BooleanField(label="连同下级一起停用", required=False)

    class Meta:
        model = Category
        fields = ["label", "parent", "order", "basis"]
        help_texts = {"label": "改名、移动后产生新的一条，下级随之更新；已受理的工单保留原来的分类"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.queryset = entries_in_force().filter(kind=self.instance.kind, level__lt=DEEPEST)

    def write(self, data: dict[str, Any]) -> None:
        if data["retire"]:
            categories.retire(self.actor, self.instance, below=data["below"])
        else:
            categories.change(self.actor, self.instance, **{name: data[name] for name in self.Meta.fields})
