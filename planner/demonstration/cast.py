"""Where and who in the demonstration city: places, offices, companies and invented people."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from directory.models import Company, Department, Region, Role, User, Zone
from directory.unit import UnitOfWork
from planner.demonstration.blueprints import CITY, Blueprint, table
from projects.models import Sector

DIRECTOR, SECTION_CHIEF, CLERK = "demo-fgw", "demo-fgw-wang", "demo-fgw-li"
SPONSORS = {
    "01": "demo-leader-cs",
    "04": "demo-leader-cs",
    "02": "demo-leader-gy",
    "05": "demo-leader-gy",
    "07": "demo-leader-gy",
    "13": "demo-leader-gy",
    "14": "demo-leader-gy",
    "03": "demo-leader-ny",
    "06": "demo-leader-ny",
    "12": "demo-leader-ny",
}


@dataclass
class Cast:
    """The city's places and people, by the names that the fixtures use."""

    regions: dict[str, Region]
    zones: dict[str, Zone]
    departments: dict[str, Department]
    companies: list[tuple[Company, list[str]]]
    people: dict[str, User]
    leads: dict[str, str]

    def region_of(self, blueprint: Blueprint) -> Region:
        return self.regions[blueprint.place]

    def lead_of(self, blueprint: Blueprint) -> Department:
        """By the sector; a county's own project is its government's."""
        region = self.region_of(blueprint)
        if blueprint.level == "county" and region.code != CITY:
            return self.departments[f"{region.code}-gov"]
        return self.departments[self.leads[blueprint.sector]]

    def supporting_of(self, blueprint: Blueprint) -> list[Department]:
        region, lead = self.region_of(blueprint), self.lead_of(blueprint)
        wanted = [self.departments["zrzyj"], self.departments["spj"]]
        if region.code != CITY:
            wanted.insert(0, self.departments[f"{region.code}-gov"])
        if lead.function == "gov":
            wanted.append(self.departments[self.leads[blueprint.sector]])
        if blueprint.zone:
            wanted.append(self.departments[f"zone-{blueprint.zone}"])
        return [one for one in wanted if one != lead][: 2 + blueprint.number % 2]

    def company_of(self, blueprint: Blueprint) -> Company | None:
        """The company whose trade it is, in the project's own county if there is one."""
        fitting = [one for one, sectors in self.companies if blueprint.sector in sectors]
        near = [one for one in fitting if one.region_id in (CITY, self.region_of(blueprint).code)]
        return near[0] if near else None

    def sponsor_of(self, blueprint: Blueprint) -> User | None:
        if blueprint.level == "county":
            return None
        if blueprint.level == "national":
            return self.people["demo-leader"]
        return self.people[SPONSORS.get(blueprint.sector[:2], "demo-leader-sh")]

    def of_department(self, department: Department, role: str) -> User | None:
        found = (one for one in self.people.values() if one.department == department)
        return next((one for one in found if one.role == role), None)

    def county_office(self, region_code: str) -> User | None:
        found = (one for one in self.people.values() if one.role == Role.COUNTY_OFFICE)
        return next((one for one in found if one.region_id == region_code), None)

    def owing_person(self, lead: Department) -> User:
        """Who works for a department; for one without a person of its own the plan office."""
        return self.of_department(lead, Role.DEPARTMENT_REPORTER) or self.people[CLERK]

    def reporter_of(self, blueprint: Blueprint) -> User:
        """The company, else the lead department, else an office that fills in for it 「代填」."""
        company = self.company_of(blueprint)
        for one in self.people.values():
            if company is not None and one.company == company:
                return one
        return (
            self.of_department(self.lead_of(blueprint), Role.DEPARTMENT_REPORTER)
            or self.county_office(self.region_of(blueprint).code)
            or self.people[CLERK]
        )


def raise_city(work: UnitOfWork) -> Cast:
    """Write the city's places, offices, companies and people."""
    regions = _regions(work)
    zones = _zones(work)
    departments = _departments(work, regions, zones)
    companies = _companies(work)
    by_name = {company.name: company for company, _sectors in companies}
    people = _people(work, departments, by_name)
    leads = {
        sector.code: sector.lead_function
        for sector in Sector.objects.filter(lead_function__in=departments)
    }
    return Cast(regions, zones, departments, companies, people, leads)


def _regions(work: UnitOfWork) -> dict[str, Region]:
    rows = [
        Region(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            level=row["level"],
            parent_id=row["parent"] or None,
        )
        for row in table("regions")
    ]
    work.create_all(rows)
    return {row.short_name: row for row in rows}


def _zones(work: UnitOfWork) -> dict[str, Zone]:
    rows = table("zones")
    zones = {
        row["key"]: Zone(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            region_id=row["region"],
            level=row["level"],
            counted_apart=bool(row["counted_apart"]),
            source="模拟",
        )
        for row in rows
    }
    work.create_all(list(zones.values()))
    return zones


def _departments(
    work: UnitOfWork, regions: dict[str, Region], zones: dict[str, Zone]
) -> dict[str, Department]:
    """The city's departments by function, the counties' governments by code, the zones'
    committees by the zone's key."""
    kinds = Department.Kind
    rows = {
        row["function"]: Department(
            code=f"{CITY}-{row['function']}",
            name=row["name"],
            short_name=row["short_name"],
            function=row["function"],
            kind=row["kind"],
            region_id=CITY,
        )
        for row in table("departments")
    }
    for region in regions.values():
        if region.level == Region.Level.COUNTY:
            rows[f"{region.code}-gov"] = Department(
                code=f"{region.code}-gov",
                name=f"{region.name}人民政府",
                short_name=f"{region.name}政府",
                function="gov",
                kind=kinds.COUNTY_GOVERNMENT,
                region=region,
            )
    for key, zone in zones.items():
        rows[f"zone-{key}"] = Department(
            code=f"{zone.code}-zone",
            name=f"{zone.name}管理委员会",
            short_name=f"{zone.short_name}管委会",
            function="zone",
            kind=kinds.ZONE_COMMITTEE,
            region_id=zone.region_id,
            zone=zone,
        )
    work.create_all(list(rows.values()))
    return rows


def _companies(work: UnitOfWork) -> list[tuple[Company, list[str]]]:
    rows = table("companies")
    companies = [Company(name=row["name"], region_id=row["region"]) for row in rows]
    work.create_all(companies)
    return [
        (company, row["sectors"].split("|")) for company, row in zip(companies, rows, strict=True)
    ]


def _people(
    work: UnitOfWork, departments: dict[str, Department], companies: dict[str, Company]
) -> dict[str, User]:
    """The people; `manage.py setup` gives them the password with which they may come in."""
    people = [
        User(
            username=row["username"],
            display_name=row["name"],
            email=f"{row['username']}@shifan.invalid",
            role=row["role"],
            region_id=row["place"] if row["place"].isdigit() else None,
            department=departments.get(row["place"]),
            company=companies.get(row["place"]),
            title=row["title"],
            telephone=f"0000-{8800100 + number}",
            password=make_password(None),
            date_joined=work.now,
        )
        for number, row in enumerate(table("people"))
    ]
    work.create_all(people)
    return {person.username: person for person in people}
