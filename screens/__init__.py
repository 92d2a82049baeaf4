"""Every picture of the README and of docs/screens/, made of one frozen moment: `bin/screens [NAME…]`.

The moment (``moment``) is a Tuesday morning of the demo district, played through the gate by the people of the district from
a written script (``script``); the pictures (``catalogue``) are addresses, people, sizes and a few steps. The same script
gives the same pixels. The catalogue is also what the accessibility test and measure walk through.
"""
