"""规范用语 and 禁语 of the five businesses, and how their promises are worded (A3.1, A3.2, A4.2, C6).

``seen_by`` says who will see the order. ``{agent}`` is the agent's 工号, ``{time}`` the instant the rules give, ``{address}``, ``{title}``, ``{phones}`` what was typed.
"""

from __future__ import annotations

BANNED = """这不归我们管
您找别的部门吧
不可能，我们不会错
您有证据吗
您爱投诉就投诉
这是规定，没办法
您说话客气点
刚才不是跟您说过了吗"""

HOLDING = """正在为您查询，请稍等。
让您久等了，感谢您的耐心等待。"""

CLOSING = """请问还有其他可以帮您的吗？
感谢您的来电，再见。"""

SECRET = {
    "confirming.confidential": """跟您核对一下您反映的情况：{title}，我记录得准确吗？
您的身份单独保密，处理单位看不到，有需要由我们受理中心与您联系。""",
    "confirming.anonymous": """跟您核对一下您反映的情况：{title}，我记录得准确吗？
按您的要求不记录您的身份，所以我们无法把结果告诉您，也可能影响核查，您确定匿名吗？""",
}

NO_ANSWER = "您没有留下身份，我们会如实转交处理，但无法答复您结果"

COMPLAINT = {
    **SECRET,
    "opening": """非常抱歉给您带来不便，我能理解您的心情，请您慢慢说，我会如实记录。
您反映的情况我已经在听了，我来帮您登记，一定给您答复。
给您添麻烦了，我代表供电公司先向您道歉。""",
    "asking": """请问事情发生在什么时间、什么地点？涉及哪个单位或哪位工作人员？
您希望我们怎样处理，怎样您会比较满意？
您的身份需要我们对处理单位保密吗？也可以匿名，匿名的话我们就无法回复您了。""",
    "holding": HOLDING,
    "confirming": """跟您核对一下您反映的情况：{title}，联系电话 {phones}，对吗？
如果是我们的责任，我们向您道歉，并把解决办法告诉您；现在说不清的，安排人员到现场核实。
处理单位会在规定时间内与您联系，请保持电话畅通。""",
    "closing": CLOSING,
    "banned": BANNED,
    "promise.contacted_by": "处理单位 {time} 前与您联系",
    "promise.contacted_by.confidential": "受理中心 {time} 前代处理单位与您联系",
    "promise.contacted_by.anonymous": "",
    "promise.answered_by": "{time} 前答复您处理结果",
    "promise.answered_by.anonymous": "",
    "promise.anonymous": NO_ANSWER,
}

MISCONDUCT = {
    **SECRET,
    "seen_by": "受理后只有受理中心和上级的举报专责、由他们指定且有举报权限的处理人，以及您本人能看到；被举报的单位和人看不到，也不会由他们处理。",
    "opening": """感谢您的监督，您反映的情况我会如实记录，请您放心，您的身份我们会严格保密。""",
    "asking": """请问事情发生在什么时间、什么地点？涉及哪个单位或哪个人？
您有照片、票据、录音这类材料吗？可以稍后提供给我们。
您愿意留下联系方式吗？留下的信息只有受理中心能看到；也可以匿名，匿名我们就无法回复您结果。""",
    "holding": HOLDING,
    "confirming": """跟您核对一下您反映的情况：{title}。被举报的单位不会知道是谁反映的，对吗，我记录得准确吗？""",
    "closing": CLOSING,
    "banned": BANNED,
    "promise.answered_by": "{time} 前答复您核查结果",
    "promise.answered_by.anonymous": "",
    "promise.anonymous": NO_ANSWER,
}

OPINION = {
    **SECRET,
    "opening": """感谢您提出宝贵意见，请您慢慢说，我会如实记录。""",
    "asking": """请问您反映的是哪个地点、什么时间的情况？
您希望我们怎样改进？""",
    "holding": HOLDING,
    "confirming": """跟您核对一下：{title}，{address}，联系电话 {phones}，对吗？""",
    "closing": CLOSING,
    "banned": BANNED,
    "promise.answered_by": "{time} 前答复您",
    "promise.answered_by.anonymous": "",
    "promise.anonymous": NO_ANSWER,
}

SUGGESTION = {
    **SECRET,
    "opening": """非常感谢您对供电工作的关心和支持，请您说说您的建议。""",
    "asking": """请问您建议的是哪一方面？能说得再具体一些吗？
是否采纳我们都会告诉您，方便留下联系电话吗？""",
    "holding": HOLDING,
    "confirming": """跟您核对一下您的建议：{title}，联系电话 {phones}，对吗？""",
    "closing": CLOSING,
    "banned": BANNED,
    "promise.answered_by": "{time} 前答复您是否采纳",
    "promise.answered_by.anonymous": "",
    "promise.anonymous": NO_ANSWER,
}

PRAISE = {
    "opening": """感谢您的认可，我会把您的表扬转达给他们。""",
    "asking": """请问您要表扬的是哪个单位、哪位工作人员？是什么时候的事？""",
    "holding": HOLDING,
    "confirming": """跟您核对一下您的表扬：{title}，对吗？""",
    "closing": """谢谢您，您的表扬是对我们最大的鼓励，再见。""",
    "banned": BANNED,
}

CALL_BACK = {
    "opening": "您好，这里是 95598 供电服务热线，您之前反映的事情已经处理，想耽误您一分钟做个回访，可以吗？",
    "result": "请问对处理结果您满意吗？",
    "workmanship": "处理人员办事的质量怎么样？",
    "attitude": "处理人员和我们座席的服务态度怎么样？",
    "timing": "从您反映到给您答复，您觉得及时吗？",
    "adopted": "您的建议是否采纳，工作人员跟您说明了吗？没有说明的话，我现在告诉您。",
    "satisfaction": "总的来说，您是非常满意、满意、一般，还是不满意？",
    "dissatisfied": "很抱歉没有让您满意，请问主要是哪方面？您说的我会如实记录。",
    "solved": "请问您反映的问题解决了吗？",
    "fault": "很抱歉还没有处理好，请您说一下现在的情况，我来核对原因。",
    "return_codes": "我马上把情况退回处理单位重新办理，他们会尽快与您联系，请保持电话畅通。",
    "words": "您还有什么意见或建议？您的原话我会记下来。",
    "closing": "感谢您的配合，祝您生活愉快，再见。",
}
