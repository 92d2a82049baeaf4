"""The field that asks for a category: what it takes, how it is drawn, what a program sends."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from accounts.services.sessions import issue_token
from complaints.forms.category_field import CategoryField
from complaints.models import Category
from complaints.selectors.categories import choices_at, forget, leaf_by_code
from complaints.services.categories import rename, retire
from tests.browsing import at_desk, text_of
from tests.contract.filling import filled
from workorders import errors
from workorders.api.body import form_data
from workorders.api.schema import field_schema
from workorders.forms import VerbForm, recorded


class Asking(VerbForm):
    category = CategoryField(kind="complaint", label="投诉分类")
    other = CategoryField(kind="misconduct", label="举报类型", required=False)


def asked(district: Any, data: dict[str, Any] | None = None, **more: Any) -> Asking:
    return Asking(data, order=None, actor=district.agent, **more)


def drawn(form: Asking, name: str = "category") -> str:
    return render_to_string("workorders/_field.html", {"field": form[name]})


@pytest.fixture
def bill(district) -> Category:
    return leaf_by_code("complaint", "bill")


# ---- cleaning


def test_an_id_or_a_code_becomes_the_category(district, bill):
    for given in (bill.pk, str(bill.pk), f" {bill.pk} ", "bill"):
        form = asked(district, {"category": given})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["category"] == bill and form.cleaned_data["other"] is None
    assert recorded(form.cleaned_data) == {"category": {"id": bill.pk, "name": "营业投诉 / 电费电价 / 电费"}}


def refusal(district, given: Any) -> list[str]:
    form = asked(district, {"category": given})
    assert not form.is_valid()
    return form.errors["category"]


def test_only_the_last_level_is_an_answer(district):
    branch = Category.objects.get(kind="complaint", code="tariff_bill")
    assert refusal(district, branch.pk) == refusal(district, "tariff_bill") == ["请选到最末一级"]


@pytest.mark.parametrize("given", ["nothing_like_it", "999999999", "9" * 40, "电费", "-1", "\0", "1.5"])
def test_what_there_is_not_is_refused(district, given):
    assert refusal(district, given) == ["没有这个分类，请从列表中选择"]


def test_another_businesss_category_is_refused(district):
    assert refusal(district, leaf_by_code("misconduct", "power_theft").pk) == ["没有这个分类，请从列表中选择"]


def test_nothing_chosen_says_so(district):
    assert refusal(district, "") == ["请选择"]


def test_what_was_retired_or_followed_has_to_be_chosen_again(district, bill):
    new = rename(district.system_admin, bill, "电费账单")
    forget()
    assert refusal(district, bill.pk) == ["这个分类已停用，请重新选择"]
    assert asked(district, {"category": "bill"}).is_valid()  # the code goes on
    retire(district.system_admin, new)
    forget()
    assert refusal(district, new.pk) == refusal(district, "bill") == ["这个分类已停用，请重新选择"]


def test_the_contract_tests_can_fill_it_in(district):
    assert asked(district, filled(asked(district))).is_valid()


# ---- drawing


def test_the_box_shows_what_is_chosen_and_the_list_holds_it(district, bill):
    page = drawn(asked(district, initial={"category": bill.pk}))
    assert 'role="combobox"' in page and 'value="营业投诉 / 电费电价 / 电费"' in page and "data-need" in page
    assert f'<option value="{bill.pk}" selected>电费电价 / 电费</option>' in page
    assert 'data-typeahead-url="/complaints/categories/?kind=complaint"' in page
    assert page.count('id="id_category"') == 1 and page.count('name="category"') == 1
    assert '<label for="id_category">投诉分类' in page and "<script" not in page and " on" not in page.lower()


def test_what_was_typed_stays_beside_the_refusal(district, bill):
    form = asked(district, {"category": str(bill.pk)})
    assert 'value="营业投诉 / 电费电价 / 电费"' in drawn(form)
    wrong = drawn(asked(district, {"category": "999999999"}))
    assert 'aria-invalid="true"' in wrong and "is-invalid" in wrong and "没有这个分类" in wrong
    assert wrong.count('aria-describedby="id_category_error"') == 1


def test_without_scripts_it_is_a_list_below_the_first_levels(district):
    page = drawn(asked(district))
    assert page.count("<optgroup") == 5 and '<optgroup label="供电质量投诉">' in page
    assert page.count("<option") == 1 + len(choices_at("complaint"))
    flat = drawn(asked(district), "other")
    assert "<optgroup" not in flat and ">窃电</option>" in flat


def test_the_forms_own_words_for_a_choice(district, bill):
    assert dict(Asking.base_fields["category"].choices)[bill.pk] == "营业投诉 / 电费电价 / 电费"


def test_a_form_is_changed_by_another_choice_only(district, bill):
    form = asked(district, {"category": str(bill.pk)}, initial={"category": bill})
    assert not form.has_changed()


# ---- the look-up


def test_the_look_up_answers_with_options(district):
    page = text_of(at_desk(district.agent).get("/complaints/categories/?kind=complaint&q=dj"))
    first = page.split("</li>")[0]
    assert 'role="option"' in first and "营业投诉 / 电费电价 / " in first and "<b>电价</b>" in first
    everything = text_of(at_desk(district.agent).get("/complaints/categories/?kind=complaint&q="))
    assert everything.count('role="option"') == len(choices_at("complaint"))


def test_the_look_up_says_when_there_is_nothing(district):
    page = text_of(at_desk(district.agent).get("/complaints/categories/", {"kind": "praise", "q": "<b>"}))
    assert "没有叫“&lt;b&gt;”的分类" in page and 'role="option"' not in page


# ---- programs


def test_programs_may_send_either(district):
    fields: dict[str, forms.Field] = dict(Asking.base_fields)
    assert form_data(fields, {"category": 5}) == {"category": 5}
    assert form_data(fields, {"category": "bill"}) == {"category": "bill"}
    for wrong in (True, 1.5, ["bill"], {}):
        with pytest.raises(errors.Invalid) as refused:
            form_data(fields, {"category": wrong})
        assert refused.value.fields == {"category": ["应为整数（id）或文本（编码）"]}


def test_the_document_says_so():
    schema = field_schema(CategoryField(kind="complaint", label="投诉分类"))
    assert schema == {
        "oneOf": [{"type": "integer"}, {"type": "string", "maxLength": 24, "minLength": 1}],
        "title": "投诉分类",
        "description": "id 或编码，见 /api/v1/categories/?kind=complaint",
    }


def asks(client, person, **query):
    headers = {"Authorization": f"Token {issue_token(person)[1]}"}
    return client.get("/api/v1/categories/", query, headers=headers)


def test_the_api_finds_as_the_page_does(client, district, bill):
    found = asks(client, district.handler, kind="complaint", q="电费").json()
    assert found[0] == {
        "id": bill.pk,
        "code": "bill",
        "kind": "complaint",
        "label": "电费",
        "path": ["营业投诉", "电费电价", "电费"],
    }
    assert len(asks(client, district.handler, kind="complaint").json()) == len(choices_at("complaint"))


def test_the_api_names_the_businesses_it_knows(client, district):
    answer = asks(client, district.agent, kind="rumour")
    assert answer.status_code == 422 and "complaint" in answer.json()["error"]["fields"]["kind"][0]
