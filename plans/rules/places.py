"""Where in a plan something stands, in the words in which an office cites it."""


def cite(number: str, title: str) -> str:
    """A plan by its document number 「文号」, or by its title where it has none."""
    return number or f"《{title}》"


def place(plan: str, *, box: str, group: str, section: str, name: str) -> str:
    """`运政发〔2021〕12号 专栏 6 通用航空产业`; outside of boxes `《…》“…”`.

    A group that has the commitment's own name is not said twice.
    """
    if box:
        return " ".join(filter(None, [plan, f"专栏 {box}", group if group != name else ""]))
    return f"{plan}“{section}”" if section else plan
