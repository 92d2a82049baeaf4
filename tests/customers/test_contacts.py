import pytest
from django.core.exceptions import ValidationError

from customers.services.contacts import record_phone, register_customer


def test_every_number_in_the_text_is_kept_once(owner):
    recorded = record_phone(owner, "139 0000 0001/02，138-1234-5678", label="家人")
    assert [phone.number for phone in recorded] == ["13900000001", "13900000002", "13812345678"]
    assert recorded[2].label == ""  # known before
    assert owner.phones.count() == 4


def test_rubbish_is_refused_in_plain_words(owner):
    with pytest.raises(ValidationError, match="没有认出电话号码"):
        record_phone(owner, "二八二一二三四")


def test_a_customer_needs_a_name(db):
    with pytest.raises(ValidationError):
        register_customer("  ")
