"""The rows of the permission matrix: address, method, and the code for each of ``POSTS``."""

POSTS = (
    "anonymous",
    "agent",
    "lead",
    "dispatcher",
    "other_dispatcher",
    "handler",
    "crew",
    "supervisor",
    "telephony",
    "system_admin",
    "security_admin",
    "audit_admin",
)
# The administration has one gate before all of its pages; of those who are no administrators two stand for all.
ADMIN_POSTS = ("anonymous", "agent", "supervisor", "system_admin", "security_admin", "audit_admin")
PAGES = """
accounts:sign_in       GET  200 302 302 302 302 302 302 302 302 302 302 302
accounts:sign_in       POST 200 200 200 200 200 200 200 200 200 200 200 200
accounts:sign_out      POST 302 302 302 302 302 302 302 302 302 302 302 302
accounts:second_factor GET  302 200 200 200 200 200 200 200 200 200 200 200
accounts:second_factor POST 302 200 200 200 200 200 200 200 200 200 200 200
accounts:password      GET  302 200 200 200 200 200 200 200 200 200 200 200
accounts:password      POST 401 200 200 200 200 200 200 200 200 200 200 200
customers:look_up      GET  302 200 200 200 200 403 403 403 403 403 403 403
workorders:home        GET  302 302 302 302 302 302 302 302 302 302 302 302
workorders:queue       GET  302 200 200 200 200 200 200 200 200 200 200 200
workorders:export      GET  302 200 200 200 200 200 200 200 200 200 200 200
workorders:new         GET  302 200 200 403 403 403 403 403 403 403 403 403
workorders:new         POST 401 422 422 403 403 403 403 403 403 403 403 403
workorders:order       GET  302 200 200 200 404 404 404 200 404 404 404 404
workorders:verb        GET  302 200 200 200 404 404 404 200 404 404 404 404
workorders:verb        POST 401 422 422 422 404 404 404 422 404 404 404 404
workorders:search      GET  302 200 200 200 200 200 200 200 200 200 200 200
workorders:callbacks   GET  302 200 200 403 403 403 403 403 403 403 403 403
workorders:inbox       GET  302 200 200 200 200 200 200 200 200 200 200 200
workorders:inbox_read  POST 401 302 302 302 302 302 302 302 302 302 302 302
workorders:drafts      POST 401 404 404 404 404 404 404 404 404 404 404 404
workorders:file        GET  302 200 200 200 404 404 404 200 404 404 404 404
workorders:healthz     GET  200 200 200 200 200 200 200 200 200 200 200 200
workorders:metrics     GET  200 200 200 200 200 200 200 200 200 200 200 200
repair:duty            GET  302 403 200 200 200 403 200 200 403 403 403 403
repair:duty_on         POST 401 403 403 403 403 403 302 403 403 403 403 403
repair:duty_off        POST 401 403 403 403 403 403 302 403 403 403 403 403
repair:duty_check      POST 401 403 403 403 403 403 302 403 403 403 403 403
"""

# A verb's POST is empty: 422 is its form, 409 the state, both past the gate.
API = """
api_sign_in                   POST 400 400 400 400 400 400 400 400 400 400 400 400
api_sign_out                  POST 401 204 204 204 204 204 204 204 204 204 204 204
api_me                        GET  401 200 200 200 200 200 200 200 200 200 200 200
customers                     GET  401 200 200 200 200 403 403 403 403 403 403 403
premises                      GET  401 200 200 200 404 403 403 403 403 403 403 403
call-events                   POST 401 400 400 403 403 403 403 403 400 403 403 403
call-current                  GET  401 200 200 403 403 403 403 403 403 403 403 403
api_orders                    GET  401 200 200 200 200 200 200 200 200 200 200 200
api_accept_repair             POST 401 422 422 403 403 403 403 403 403 403 403 403
api_order                     GET  401 200 200 200 404 404 404 200 404 404 404 404
api_order_clocks              GET  401 200 200 200 404 404 404 200 404 404 404 404
api_order_dispatch            POST 401 409 409 403 404 404 404 403 404 404 404 404
api_order_explain             POST 401 409 409 403 404 404 404 403 404 404 404 404
api_order_receive             POST 401 403 403 200 404 404 404 403 404 404 404 404
api_order_refuse              POST 401 403 403 422 404 404 404 403 404 404 404 404
api_order_assign              POST 401 403 403 409 404 404 404 403 404 404 404 404
api_order_depart              POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_take                POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_arrive              POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_survey              POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_restore             POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_reply               POST 401 403 403 409 404 404 404 403 404 404 404 404
api_order_call_back           POST 401 409 409 403 404 404 404 403 404 404 404 404
api_order_give_up             POST 401 409 409 403 404 404 404 403 404 404 404 404
api_order_support             POST 401 403 403 403 404 404 404 403 404 404 404 404
api_order_reassign            POST 401 403 403 409 404 404 404 403 404 404 404 404
api_order_merge               POST 401 403 422 422 404 404 404 403 404 404 404 404
api_order_unmerge             POST 401 403 409 409 404 404 404 403 404 404 404 404
api_order_hand_over_paperwork POST 401 403 403 409 404 404 404 403 404 404 404 404
api_order_start_plan          POST 401 403 422 403 404 404 404 403 404 404 404 404
api_order_log_plan            POST 401 403 422 403 404 404 404 403 404 404 404 404
api_order_end_plan            POST 401 403 422 403 404 404 404 403 404 404 404 404
api_order_cancel              POST 401 403 422 403 404 404 404 403 404 404 404 404
api_order_urge                POST 401 422 422 403 404 404 404 403 404 404 404 404
api_order_supervise           POST 401 403 422 403 404 404 404 422 404 404 404 404
api_order_note                POST 401 422 422 422 404 404 404 422 404 404 404 404
api_order_attach              POST 401 422 422 422 404 404 404 422 404 404 404 404
api_order_confirm_support     POST 401 403 403 403 404 404 404 422 404 404 404 404
api_order_pause               POST 401 403 422 403 404 404 404 422 404 404 404 404
api_order_resume              POST 401 403 409 403 404 404 404 409 404 404 404 404
api_order_reveal              POST 401 403 403 422 404 404 404 422 404 404 404 404
api_callbacks                 GET  401 200 200 403 403 403 403 403 403 403 403 403
api_file                      GET  401 200 200 200 404 404 404 200 404 404 404 404
api_messages                  GET  401 200 200 200 200 200 200 200 200 200 200 200
api_messages_read             POST 401 200 200 200 200 200 200 200 200 200 200 200
api_duty_on                   POST 401 403 403 403 403 403 200 403 403 403 403 403
api_duty_off                  POST 401 204 204 204 204 204 204 204 204 204 204 204
api_duty_check                POST 401 403 403 403 403 403 200 403 403 403 403 403
api_crews                     GET  401 403 200 200 200 403 403 200 403 403 403 403
api_schema                    GET  200 200 200 200 200 200 200 200 200 200 200 200
api_docs                      GET  200 200 200 200 200 200 200 200 200 200 200 200
api_nowhere                   GET  404 404 404 404 404 404 404 404 404 404 404 404
api_nowhere                   POST 404 404 404 404 404 404 404 404 404 404 404 404
"""

ADMIN = """
admin/login/                               GET  302 403 403 302 302 302
admin/password_change/                     GET  302 302 302 302 302 302
admin:index                                GET  302 302 302 200 200 200
admin:login                                GET  302 403 403 302 302 302
admin:password_change                      GET  302 302 302 302 302 302
admin:password_change_done                 GET  302 302 302 200 200 200
admin:autocomplete                         GET  302 302 302 403 403 403
admin:jsi18n                               GET  302 302 302 200 200 200
admin:view_on_site                         GET  302 302 302 404 404 404
admin:auth_group_*                         GET  302 302 302 403 403 403
admin:admin/*/<path:object_id>/            GET  302 302 302 302 302 302
admin:otp_totp_totpdevice_*                GET  302 302 302 403 403 403
admin:knox_authtoken_*                     GET  302 302 302 403 403 403
admin:accounts_certificate_changelist      GET  302 302 302 403 200 403
admin:accounts_certificate_add             GET  302 302 302 403 200 403
admin:accounts_certificate_history         GET  302 302 302 302 200 302
admin:accounts_certificate_delete          GET  302 302 302 403 200 403
admin:accounts_certificate_change          GET  302 302 302 403 200 403
admin:accounts_accountevent_changelist     GET  302 302 302 403 403 200
admin:accounts_accountevent_add            GET  302 302 302 403 403 403
admin:accounts_accountevent_history        GET  302 302 302 403 403 200
admin:accounts_accountevent_delete         GET  302 302 302 403 403 403
admin:accounts_accountevent_change         GET  302 302 302 403 403 200
admin:accounts_person_changelist           GET  302 302 302 403 200 403
admin:accounts_person_add                  GET  302 302 302 403 200 403
admin:accounts_person_history              GET  302 302 302 302 200 302
admin:accounts_person_delete               GET  302 302 302 403 403 403
admin:accounts_person_change               GET  302 302 302 403 200 403
admin:accounts_roleat_changelist           GET  302 302 302 403 200 403
admin:accounts_roleat_add                  GET  302 302 302 403 200 403
admin:accounts_roleat_history              GET  302 302 302 302 200 302
admin:accounts_roleat_delete               GET  302 302 302 403 200 403
admin:accounts_roleat_change               GET  302 302 302 403 200 403
admin:accounts_secondfactorrule_changelist GET  302 302 302 403 200 403
admin:accounts_secondfactorrule_add        GET  302 302 302 403 200 403
admin:accounts_secondfactorrule_history    GET  302 302 302 403 200 403
admin:accounts_secondfactorrule_delete     GET  302 302 302 403 200 403
admin:accounts_secondfactorrule_change     GET  302 302 302 403 200 403
admin:accounts_unit_changelist             GET  302 302 302 200 200 403
admin:accounts_unit_add                    GET  302 302 302 200 403 403
admin:accounts_unit_history                GET  302 302 302 200 200 302
admin:accounts_unit_delete                 GET  302 302 302 403 403 403
admin:accounts_unit_change                 GET  302 302 302 200 200 403
admin:workorders_calendarday_changelist    GET  302 302 302 200 403 403
admin:workorders_calendarday_add           GET  302 302 302 200 403 403
admin:workorders_calendarday_history       GET  302 302 302 200 403 403
admin:workorders_calendarday_delete        GET  302 302 302 200 403 403
admin:workorders_calendarday_change        GET  302 302 302 200 403 403
admin:workorders_step_changelist           GET  302 302 302 403 403 200
admin:workorders_step_add                  GET  302 302 302 403 403 403
admin:workorders_step_history              GET  302 302 302 403 403 200
admin:workorders_step_delete               GET  302 302 302 403 403 403
admin:workorders_step_change               GET  302 302 302 403 403 200
admin:workorders_seal_changelist           GET  302 302 302 403 403 200
admin:workorders_seal_add                  GET  302 302 302 403 403 403
admin:workorders_seal_history              GET  302 302 302 403 403 200
admin:workorders_seal_delete               GET  302 302 302 403 403 403
admin:workorders_seal_change               GET  302 302 302 403 403 200
admin:workorders_ruleprofile_changelist    GET  302 302 302 200 403 403
admin:workorders_ruleprofile_add           GET  302 302 302 403 403 403
admin:workorders_ruleprofile_history       GET  302 302 302 200 403 403
admin:workorders_ruleprofile_delete        GET  302 302 302 403 403 403
admin:workorders_ruleprofile_change        GET  302 302 302 200 403 403
admin:workorders_rule_changelist           GET  302 302 302 200 403 403
admin:workorders_rule_add                  GET  302 302 302 403 403 403
admin:workorders_rule_history              GET  302 302 302 200 403 403
admin:workorders_rule_delete               GET  302 302 302 403 403 403
admin:workorders_rule_change               GET  302 302 302 200 403 403
admin:app_list                             GET  302 302 302 200 200 200
admin:admin/(?P<url>.*)$                   GET  302 302 302 404 404 404
admin*logout* POST 302 302 302 302 302 302
"""
