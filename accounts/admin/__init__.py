"""Pages of the three administrators for this app. Every write goes through a service."""

from django.contrib import admin

from accounts.admin import certificates, events, people, roles, units  # noqa: F401  # they register themselves

admin.site.site_header = "掌灯 · 管理"
admin.site.site_title = "掌灯"
admin.site.index_title = "管理"
admin.site.enable_nav_sidebar = False
