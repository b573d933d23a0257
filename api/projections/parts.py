"""Parts that several projections share: who, where, which project."""

from api.projections.columns import Column, boolean, integer, lookup, text

FICTITIOUS = "Belongs to the demonstration city (region codes under 99)"


def region(key: str = "t.region_id") -> Column:
    parts = {
        "code": text("region.code", pattern="^[0-9]{6}$", examples=["140800"]),
        "name": text("region.name", examples=["运城市"]),
    }
    source = f"FROM directory_region region WHERE region.code = {key}"
    return lookup(parts, source, "Region, by its GB/T 2260 code")


def zone(key: str = "t.zone_id") -> Column:
    parts = {"code": text("zone.code"), "name": text("zone.name")}
    source = f"FROM directory_zone zone WHERE zone.code = {key}"
    return lookup(parts, source, "Development zone 「开发区」", null=True)


def sector(key: str = "t.sector_id", *, null: bool = False) -> Column:
    parts = {
        "code": text("sector.code", examples=["0101"]),
        "name": text("sector.name", examples=["机场与通用航空"]),
        "name_en": text("sector.name_en"),
    }
    source = f"FROM projects_sector sector WHERE sector.code = {key}"
    return lookup(parts, source, "Sector", null=null)


def department(key: str, about: str) -> Column:
    parts = {
        "id": integer("department.id"),
        "code": text("department.code"),
        "name": text("department.name", examples=["运城市交通运输局"]),
    }
    source = f"FROM directory_department department WHERE department.id = {key}"
    return lookup(parts, source, about, null=True)


def lead(project_key: str) -> Column:
    parts = {
        "id": integer("lead.id"),
        "code": text("lead.code"),
        "name": text("lead.name", examples=["运城市交通运输局"]),
        "confirmed": boolean("party.confirmed", "False while only proposed by a rule"),
    }
    source = (
        "FROM projects_projectdepartment party"
        " JOIN directory_department lead ON lead.id = party.department_id"
        f" WHERE party.project_id = {project_key} AND party.part = 'lead'"
    )
    return lookup(parts, source, "Lead department 「牵头单位」", null=True)


def company(key: str = "t.company_id") -> Column:
    parts = {"id": integer("company.id"), "name": text("company.name")}
    source = f"FROM directory_company company WHERE company.id = {key}"
    return lookup(parts, source, "Project company 「项目单位」", null=True)


def person(key: str, about: str) -> Column:
    parts = {
        "id": integer("person.id"),
        "name": text("coalesce(nullif(person.display_name, ''), person.username)"),
    }
    source = f"FROM directory_user person WHERE person.id = {key}"
    return lookup(parts, source, about, null=True)


def project(key: str = "t.project_id", **more: Column) -> Column:
    parts = {
        "id": integer("project.id"),
        "code": text("project.code", examples=["1408-0001"]),
        "name": text("project.name", examples=["运城机场改扩建"]),
        **more,
    }
    return lookup(parts, f"FROM projects_project project WHERE project.id = {key}", "Project")


def fictitious(column: str = "t.region_id") -> Column:
    return boolean(f"({column} LIKE '99%')", FICTITIOUS)


def fictitious_project() -> Column:
    world = "SELECT project.province_code = '99' FROM projects_project project"
    return boolean(f"({world} WHERE project.id = t.project_id)", FICTITIOUS)
