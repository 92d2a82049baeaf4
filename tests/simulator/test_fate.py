"""What becomes of a call is drawn when the phone rings, and drawn the same again from the same seed."""

from collections import Counter

from simulator.fate import CATEGORIES, draw

MANY = [draw(2026, number) for number in range(3000)]


def test_the_same_seed_gives_the_same_city():
    assert MANY[:200] == [draw(2026, number) for number in range(200)]


def test_another_seed_gives_another_city():
    assert MANY[:20] != [draw(2027, number) for number in range(20)]


def test_a_round_of_call_backs_ends_with_an_answer_or_three_failures():
    for fate in MANY:
        assert fate.attempts[-1] == "reached" or (len(fate.attempts) == 3 and "reached" not in fate.attempts)


def test_things_go_wrong_now_and_then():
    share = {
        "refused": sum(fate.refused for fate in MANY),
        "late": sum(fate.receive > 3 for fate in MANY),
        "offline": sum(fate.offline > 0 for fate in MANY),
        "unsolved": sum(fate.unsolved for fate in MANY),
        "unanswered": sum(len(fate.attempts) > 1 for fate in MANY),
    }
    assert all(0.01 < count / len(MANY) < 0.4 for count in share.values()), share


def test_every_kind_of_report_comes_up():
    assert set(Counter(fate.report for fate in MANY)) == set(CATEGORIES)


def test_only_the_customers_own_faults_are_paid_for():
    assert all(fate.own for fate in MANY if fate.paid)
