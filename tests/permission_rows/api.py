"""The API."""

# A verb's POST is empty: 422 is its form, 409 the state, both past the gate.
ROWS = """
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
