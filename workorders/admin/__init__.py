"""Pages of the administrators for this app: limits and calendar to configure, the log to audit."""

from workorders.admin import calendar, log, profiles, rules, watchers  # noqa: F401  # they register themselves
