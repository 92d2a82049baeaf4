"""What is said on the phone about a fault: 规范用语 by step, one phrase a line, 禁语, and how the promises are worded.

``{agent}`` is the agent's 工号, ``{time}`` the instant the rules give.
"""

SCRIPTS = {
    "opening": """您好，{agent}号座席为您服务，请问有什么可以帮您？
您别着急，我马上为您登记报修。""",
    "asking": """请问只有您一户没电，还是邻居也没有电？
家里的总开关、漏电保护器跳闸了吗？
请问现场有没有断线、火花或焦糊味？请您远离，不要触碰，也不要自行登高。
请您说一下详细地址：小区、楼号、单元和门牌。""",
    "holding": """正在为您查询，请稍等。
让您久等了，感谢您的耐心等待。""",
    "confirming": """跟您核对一下：{address}，{title}，联系电话 {phones}，对吗？
抢修人员会按这个电话和您联系，请保持电话畅通。""",
    "closing": """请问还有其他可以帮您的吗？
感谢您的来电，再见。""",
    "banned": """不知道
这事不归我管
你等着吧
没办法
刚才不是跟你说过了吗
你到底要不要报修
急什么，排队呢""",
    "promise.arrived_by": "抢修人员 {time} 前到达现场",
    "promise.called_back_by": "修复后 {limit}内给您回访",
}
