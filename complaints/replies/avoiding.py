"""How not to have a reply sent back: one line for each reason of D5, for whoever is about to write one."""

from __future__ import annotations

AVOID = {
    "wrong_time": "按“受理、联系、到场、处理完毕”的先后核对每个时间，与联系记录一致。",
    "opinion_misplaced": "客户怎么说写进“客户意见”，“处理情况”只写做了什么。",
    "pasted_twice": "提交前从头读一遍，删去重复粘贴的段落。",
    "swapped": "“处理情况”写经过和结果，“客户意见”写客户的话，两栏不要对调。",
    "wrong_characters": "核对人名、地名、数字和标点，听写得来的字词回头看一遍。",
    "too_long": "压到 128 字以内；写不下的放进附件，结尾写“具体情况详见附件”。",
    "demand_not_answered": "把客户的诉求逐条列出，每一条都写明答复。",
    "no_result": "写清何时、何人、依据什么、做了什么、结果如何，不写“已处理”“已解释”。",
    "not_contacted": "签收后先联系客户并登记；没打通也登记，换时间再打。",
    "truth_contradicts": "选“属实”就写查到的问题，选“不属实”就写证明材料。",
    "liability_contradicts": "选“电力公司责任”就写整改措施；不是电力公司责任就写明属谁、为什么。",
    "early_without_statement": "时限未到而联系不上或办不完的，先上传盖章的情况说明。",
    "evidence_missing": "照片、校验报告、录音等判定依据随回复一起上传。",
    "wording": "客观叙述，不评价客户，不写“无理”“拒不”等词。",
    "other": "看上次退回时写明的修改要求，逐条改到。",
}
