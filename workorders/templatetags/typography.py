"""What must not be torn apart at the end of a line."""

from __future__ import annotations

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
UNITS = "号楼层室单元户处件起次人名条项个台天日周月年小时分钟秒千瓦伏安米公里元万"
TOGETHER = re.compile(rf"\d[\d.,:]* ?(?:[{UNITS}]{{1,2}}|kVA?|kWh?|MW|km|m|A|V|%)(?![0-9A-Za-z])")


@register.filter
def keep(text: object) -> SafeString:
    """``text`` with each number and its unit on one line: 13 号, 45 分钟, 10 kV."""
    escaped = conditional_escape(str(text) if text is not None else "")
    return SafeString(TOGETHER.sub(lambda found: f'<span class="keep">{found[0]}</span>', escaped))
