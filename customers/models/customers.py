"""Customers, where they live, and how they are reached."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat

from accounts.models import Unit
from customers.bigrams import Bigrams
from customers.models.network import Transformer


class AreaClass(models.TextChoices):
    URBAN = "urban", "城区"
    RURAL = "rural", "农村"
    REMOTE = "remote", "特殊边远"


class Customer(models.Model):
    class Kind(models.TextChoices):
        RESIDENT = "resident", "居民"
        BUSINESS = "business", "非居民"

    class Importance(models.TextChoices):
        ORDINARY = "", "一般客户"
        SECOND = "second", "二级重要客户"
        FIRST = "first", "一级重要客户"
        SPECIAL = "special", "特级重要客户"

    name = models.CharField("户名", max_length=60)
    pinyin = models.CharField(max_length=200, editable=False, default="")  # "zhangdeng zd"
    kind = models.CharField("性质", max_length=10, choices=Kind, default=Kind.RESIDENT)
    importance = models.CharField(
        "重要客户", max_length=10, choices=Importance, default=Importance.ORDINARY, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "客户"
        indexes = [
            models.Index(fields=["name"], name="customer_by_name"),
            GinIndex(Bigrams("name"), name="customer_name_pairs"),
            GinIndex(fields=["pinyin"], opclasses=["gin_trgm_ops"], name="customer_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name


class Premises(models.Model):
    """A supplied address, with its 户号. ``pinyin`` holds full pinyin and initials of street and door."""

    AreaClass = AreaClass

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="premises", verbose_name="客户")
    account_no = models.CharField("户号", max_length=13, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="premises", verbose_name="供电所")
    transformer = models.ForeignKey(Transformer, on_delete=models.PROTECT, related_name="premises", verbose_name="台区")
    area_class = models.CharField("地区", max_length=6, choices=AreaClass, default=AreaClass.URBAN)
    street = models.CharField("街道", max_length=60)
    door = models.CharField("门牌", max_length=60)
    address = models.CharField("地址", max_length=160)
    pinyin = models.CharField(max_length=400, editable=False, default="")
    arrears = models.DecimalField("欠费（元）", max_digits=12, decimal_places=2, default=0)
    cut_off = models.BooleanField("欠费停电", default=False)
    x = models.FloatField("横坐标（米）", default=0)
    y = models.FloatField("纵坐标（米）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "用电地址"
        indexes = [
            models.Index(fields=["address"], name="premises_by_address"),
            models.Index(Concat("street", "door"), name="premises_by_door"),
            GinIndex(Bigrams("address"), name="premises_address_pairs"),
            GinIndex(fields=["pinyin"], opclasses=["gin_trgm_ops"], name="premises_pinyin"),
            GinIndex(fields=["account_no"], opclasses=["gin_trgm_ops"], name="premises_account_part"),
        ]

    def __str__(self) -> str:
        return self.address


class Phone(models.Model):
    """One of a customer's numbers; ``number`` is in stored form (``phones.normalise``)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="phones", verbose_name="客户")
    number = models.CharField("号码", max_length=20, db_index=True)
    label = models.CharField("备注", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "电话"
        constraints = [models.UniqueConstraint(fields=["customer", "number"], name="phone_once_a_customer")]
        indexes = [GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="phone_number_part")]
