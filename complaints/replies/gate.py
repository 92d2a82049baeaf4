def check(reply):
    return []


def blocked(found):
    return False
