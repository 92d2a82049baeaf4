"""The database as the second lock: a state change that is no transition of the type is refused there too."""

import pgtrigger

from workorders.registry import BusinessType


def guard_states(business: BusinessType) -> None:
    """Register the trigger that knows ``business``'s legal moves; its migration is made in the type's app."""
    pairs = ", ".join(f"('{source}', '{target}')" for source, target in sorted(business.pairs()))
    pgtrigger.register(
        pgtrigger.Trigger(
            name=f"{business.code}_moves",
            operation=pgtrigger.UpdateOf("state"),
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"NEW.kind = '{business.code}' AND NEW.state <> OLD.state"),
            func=f"""
                IF (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                    RAISE EXCEPTION 'order %: % to % is no move of {business.code}', OLD.number, OLD.state, NEW.state
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name=f"{business.code}_begins",
            operation=pgtrigger.Insert,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"NEW.kind = '{business.code}' AND NEW.state <> '{business.initial}'"),
            func=f"""
                RAISE EXCEPTION 'an order of {business.code} begins as {business.initial}'
                    USING ERRCODE = 'check_violation';
            """,
        ),
    )(business.proxy)
