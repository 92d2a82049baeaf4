"""涉及单位: any unit below the centre, found by its name; a list of the upper ones where nothing is typed (A3.3)."""

import pytest

from complaints.forms.intake import AcceptComplaintForm
from tests.browsing import at_desk, text_of
from tests.complaints.cases import accepted
from workorders import errors

pytestmark = pytest.mark.clause("A3.3")
LOOK_UP = "/complaints/units/"


def form(district, **data):
    return AcceptComplaintForm(data or None, order=None, actor=district.agent, detail=None)


def test_a_station_and_a_crew_can_be_what_a_complaint_is_about(district):
    for unit in (district.station, district.crew_unit):
        assert accepted(district, concerned_unit=unit.pk).case.concerned_unit == unit


@pytest.mark.parametrize("wrong", ["999999", "x", "9" * 40, "centre"])
def test_what_is_no_unit_of_ours_is_refused_in_words(district, wrong):
    with pytest.raises(errors.Invalid) as refused:
        accepted(district, concerned_unit=district.centre.pk if wrong == "centre" else wrong)
    assert refused.value.fields == {"concerned_unit": ["没有这个单位，请从列表中选择"]}


def test_the_list_without_scripts_holds_the_upper_ones_and_what_was_chosen(district):
    plain = str(form(district)["concerned_unit"])
    assert district.city.name in plain and district.station.name not in plain
    chosen = str(form(district, concerned_unit=str(district.station.pk))["concerned_unit"])
    assert f'<option value="{district.station.pk}" selected>{district.station.name}</option>' in chosen
    forged = str(form(district, concerned_unit=str(district.centre.pk))["concerned_unit"])
    assert district.centre.name not in forged


def test_the_look_up_answers_with_units_and_where_they_are(district):
    client = at_desk(district.agent)
    found = text_of(client.get(LOOK_UP, {"q": district.station.name[:2]}))
    assert f'data-value="{district.station.pk}"' in found and district.station.parent.name in found
    upper = text_of(client.get(LOOK_UP))
    assert f'data-value="{district.city.pk}"' in upper and f'data-value="{district.station.pk}"' not in upper
    nothing = text_of(client.get(LOOK_UP, {"q": "<b>\0"}))
    assert "没有叫“&lt;b&gt;”的单位" in nothing and 'role="option"' not in nothing
