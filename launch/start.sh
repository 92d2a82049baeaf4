#!/bin/sh
# Finds a Python that is new enough and hands over to launch/ (see launch/__main__.py). Used by everything in bin/.
set -u
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
cd -- "$root" || exit 1
unset PYTHONHOME PYTHONSAFEPATH
export PYTHONUTF8=1
for python in ${ZHANGDENG_PYTHON:+"$ZHANGDENG_PYTHON"} .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" -m launch "$@"
    fi
done
sentence="没有找到 Python 3.11 或更新的版本：请先安装（Debian：apt install python3 python3-venv；macOS：python.org 的安装包），再运行一次。"
echo "$sentence" >&2
for argument in "$@"; do
    if [ "$argument" = --check ]; then printf '{"ok": false, "error": "%s"}\n' "$sentence"; fi
done
exit 1
