"""Chooses a measure and runs it: `python -m bench NAME [--json] [options]`."""

import importlib
import json
import os
import sys

MEASURES = {
    "intake": "受理：经 HTTP API 每秒建单数，与 pgbench 写同样的行相比",
    "clocks": "时限：一百万个待触发时限，每秒到期 200 个，告知晚了多久",
    "storm": "风暴：十万个时限同一秒到期，多久全部写完",
    "faults": "故障：运行中随机杀死进程、消息队列和数据库，账目是否仍然对",
    "live": "实时：500 个连接打开时，从提交到浏览器收到事件的时间",
    "weight": "重量：工作台、列表、抢修页第一次和第二次打开经过网线的字节数",
    "axe": "无障碍：每个画面浅色深色的严重问题数",
    "desk": "坐席工作台：从应答到派单的按键和点击次数，慢机器上打字时最长的停顿",
    "queue": "工单列表：一百万张工单时列表页的服务器时间，与一万张时相比",
    "gate": "回复校验：一条 400 字回复的校验时间；--quality 看每条规则的准确率和召回率",
    "rate": "退单率：一年归档一百万张时，按单位和原因的统计页的服务器时间",
    "audit": "省审核台：十万张待审核时，打开、审核、下一张的服务器时间",
    "order": "工单详情：详情页的服务器时间和查询数",
}


def main(arguments: list[str]) -> int:
    """The exit code: 0 met, 1 not met, 2 asked wrongly."""
    words = [word for word in arguments if word != "--json"]
    if not words or words[0] not in MEASURES:
        print("用法：bin/bench 名称 [--json] [选项]（名称后加 --help 看选项）")
        for name, text in MEASURES.items():
            print(f"  {name:8}{text}")
        return 0 if words in ([], ["--help"], ["-h"]) else 2
    if "DATABASE_URL" not in os.environ:
        print("请用 bin/bench 运行：它会启动测量专用的数据库和消息队列。", file=sys.stderr)
        return 2
    figures = importlib.import_module(f"bench.{words[0]}").run(words[1:])
    print(f"{words[0]}：{'达标' if figures['ok'] else '未达标'}")
    if "--json" in arguments:
        print(json.dumps(figures, ensure_ascii=False, default=str))
    return 0 if figures["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
