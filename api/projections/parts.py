"""Parts that several projections share: who, where, which project."""

from api.projections.columns import Column, boolean, group, integer, text

FICTITIOUS = "Belongs to the demonstration city (region codes under 99)"


def region(alias: str, about: str = "Region, by its GB/T 2260 code") -> Column:
    return group(
        {
            "code": text(f"{alias}.code", pattern="^[0-9]{6}$", examples=["140800"]),
            "name": text(f"{alias}.name", examples=["运城市"]),
        },
        about,
    )


def zone(alias: str) -> Column:
    parts = {"code": text(f"{alias}.code"), "name": text(f"{alias}.name")}
    return group(parts, "Development zone 「开发区」", null_when=f"{alias}.code IS NULL")


def sector(alias: str, *, null: bool = False) -> Column:
    parts = {
        "code": text(f"{alias}.code", examples=["0101"]),
        "name": text(f"{alias}.name"),
        "name_en": text(f"{alias}.name_en"),
    }
    return group(parts, "Sector", null_when=f"{alias}.code IS NULL" if null else "")


def department(alias: str, about: str) -> Column:
    parts = {
        "id": integer(f"{alias}.id"),
        "code": text(f"{alias}.code"),
        "name": text(f"{alias}.name", examples=["运城市交通运输局"]),
    }
    return group(parts, about, null_when=f"{alias}.id IS NULL")


def lead(party: str, alias: str) -> Column:
    parts = {
        "id": integer(f"{alias}.id"),
        "code": text(f"{alias}.code"),
        "name": text(f"{alias}.name", examples=["运城市交通运输局"]),
        "confirmed": boolean(f"{party}.confirmed", "False while only proposed by a rule"),
    }
    about = "Lead department 「牵头单位」"
    return group(parts, about, null_when=f"{party}.id IS NULL")


def person(alias: str, about: str) -> Column:
    parts = {
        "id": integer(f"{alias}.id"),
        "name": text(f"coalesce(nullif({alias}.display_name, ''), {alias}.username)"),
    }
    return group(parts, about, null_when=f"{alias}.id IS NULL")


def project(alias: str) -> Column:
    parts = {
        "id": integer(f"{alias}.id"),
        "code": text(f"{alias}.code", examples=["1408-0001"]),
        "name": text(f"{alias}.name", examples=["运城机场改扩建"]),
    }
    return group(parts, "Project")


def fictitious(column: str) -> Column:
    return boolean(f"({column} LIKE '99%')", FICTITIOUS)


def joined(alias: str, table: str, on: str, *, inner: bool = False) -> str:
    return f"{'JOIN' if inner else 'LEFT JOIN'} {table} AS {alias} ON {on}"
