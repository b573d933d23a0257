"""Plan documents on their way into the register: handing in, review, editions."""
