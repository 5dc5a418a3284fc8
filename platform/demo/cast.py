"""The people and organisations of the demo institute: every one of them made up."""

from dataclasses import dataclass, field

from accounts.models import OrganisationKind as Kind
from accounts.roles import Role

# The same for everyone, and only in the demo: nobody can sign in with it where DEMO is off.
PASSWORD = "praxis-demo"


@dataclass(frozen=True)
class Workplace:
    """An organisation of the demo."""

    name: str
    kind: Kind
    country: str = "GB"


@dataclass(frozen=True)
class DemoPerson:
    """One fictional person: who they are, where they work and what they care about."""

    key: str
    name: str
    job: str
    workplace: str
    place: str
    topics: tuple[str, ...]
    about: str = ""
    roles: tuple[Role, ...] = ()
    languages: tuple[str, ...] = ("English",)
    time_zone: str = "Europe/London"
    plays: str = field(default="", compare=False)

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


WORKPLACES = (
    Workplace("Aberwen County Council (demo)", Kind.LOCAL_GOVERNMENT),
    Workplace("Millbrook City Council (demo)", Kind.LOCAL_GOVERNMENT),
    Workplace("Saltmarsh District Council (demo)", Kind.LOCAL_GOVERNMENT),
    Workplace("Northmoor Combined Authority (demo)", Kind.LOCAL_GOVERNMENT),
    Workplace("Three Rivers Integrated Care Board (demo)", Kind.HEALTH_SERVICE),
    Workplace("Harbour Foundation Trust (demo)", Kind.HEALTH_SERVICE),
    Workplace("Warm Homes Together (demo)", Kind.CHARITY),
    Workplace("First Steps Family Trust (demo)", Kind.CHARITY),
    Workplace("Open Door Community Kitchen (demo)", Kind.CHARITY),
    Workplace("University of Eastmere (demo)", Kind.UNIVERSITY),
    Workplace("Institute of Health Equity (demo)", Kind.UNIVERSITY),
    Workplace("Ministry of Social Policy (demo)", Kind.NATIONAL_GOVERNMENT, "KE"),
    Workplace("Community Health Network (demo)", Kind.CHARITY, "IN"),
)

_INSTITUTE = "Institute of Health Equity (demo)"

# The first ten are for whoever tries the demo; the others make it a place with people in it.
PLAYERS = (
    DemoPerson(
        "learner",
        "Maya Fenwick",
        "Public health practitioner",
        "Millbrook City Council (demo)",
        "Millbrook",
        ("indicators-monitoring", "health-behaviours"),
        "I look after the school-age programmes of our city and want to show where they reach too few.",
        plays="takes a course",
    ),
    DemoPerson(
        "mentor",
        "Owain Llywelyn-Prytherch",
        "Consultant in public health",
        "Aberwen County Council (demo)",
        "Aberwen",
        ("fuel-poverty", "housing", "local-systems-marmot-places"),
        "Twenty years in local government, most of them on housing and warmth.",
        languages=("Cymraeg", "English"),
        plays="mentors several people and an organisation",
    ),
    DemoPerson(
        "mentee",
        "Layla Haddad",
        "Housing and health officer",
        "Saltmarsh District Council (demo)",
        "Saltmarsh",
        ("fuel-poverty", "housing", "cost-of-living-debt"),
        "I am trying to reach private tenants in cold homes before winter does.",
        languages=("English", "العربية"),
        plays="is mentored, and has an action plan",
    ),
    DemoPerson(
        "facilitator",
        "Ruth Adeyemi",
        "Head of learning",
        _INSTITUTE,
        "London",
        ("frameworks-methods", "indicators-monitoring"),
        "I write and run our courses.",
        roles=(Role.FACILITATOR,),
        plays="runs the courses and writes them",
    ),
    DemoPerson(
        "member",
        "Tomasz Wieczorek",
        "Community development lead",
        "Northmoor Combined Authority (demo)",
        "Northmoor",
        ("communities-local-economy", "social-isolation", "fuel-poverty"),
        languages=("English", "Polski"),
        plays="takes part in both networks",
    ),
    DemoPerson(
        "editor",
        "Helen Castellano",
        "Editor of the library",
        _INSTITUTE,
        "London",
        ("frameworks-methods", "national-reviews-strategies"),
        "I help practitioners to write down what they did so that others can use it.",
        roles=(Role.EDITOR, Role.DATA_MANAGER),
        plays="handles submissions, the library and the figures of indicators",
    ),
    DemoPerson(
        "reviewer",
        "Dr Kwabena Osei-Mensah",
        "Senior lecturer in public health",
        "University of Eastmere (demo)",
        "Eastmere",
        ("fuel-poverty", "economics", "housing"),
        roles=(Role.REVIEWER,),
        plays="reviews submissions",
    ),
    DemoPerson(
        "coordinator",
        "Priya Raghunathan",
        "Mentoring coordinator",
        _INSTITUTE,
        "London",
        ("health-workforce-role",),
        roles=(Role.COORDINATOR,),
        plays="looks after mentoring",
    ),
    DemoPerson(
        "admin",
        "Joan Whitcombe",
        "Head of operations",
        _INSTITUTE,
        "London",
        (),
        roles=(Role.ADMINISTRATOR,),
        plays="gives roles and works at every desk of the institute",
    ),
    DemoPerson(
        "safeguarding",
        "Morwenna Tangye",
        "Safeguarding lead",
        _INSTITUTE,
        "London",
        (),
        roles=(Role.SAFEGUARDING_LEAD,),
        plays="reads the concerns that people report",
    ),
    DemoPerson("nerys", "Nerys ap Gwilym", "Programme manager, early years", "Aberwen County Council (demo)", "Aberwen", ("childcare-early-education", "childrens-centres"), languages=("Cymraeg", "English")),
    DemoPerson("samira", "سميرة الخطيب (Samira Al-Khatib)", "Health visitor team lead", "Three Rivers Integrated Care Board (demo)", "Riverside", ("maternal-perinatal", "parenting-family-support"), languages=("العربية", "English")),
    DemoPerson("dafydd", "Dafydd Rhydderch", "Energy advice manager", "Warm Homes Together (demo)", "Aberwen", ("fuel-poverty", "energy-resources")),
    DemoPerson("grace", "Grace Okonkwo-Bright", "Director of public health", "Millbrook City Council (demo)", "Millbrook", ("local-systems-marmot-places", "economics")),
    DemoPerson("liam", "Liam Ó Súilleabháin", "Data analyst", "Northmoor Combined Authority (demo)", "Northmoor", ("indicators-monitoring",)),
    DemoPerson("ines", "Inês Carvalho", "Health inequalities lead", "Harbour Foundation Trust (demo)", "Harbour", ("anchor-institutions", "access-to-care"), languages=("English", "Português")),
    DemoPerson("bill", "Bill Thackray", "Chair of trustees", "Open Door Community Kitchen (demo)", "Northmoor", ("food-insecurity", "social-isolation")),
    DemoPerson("asha", "Asha Venkataraman", "Programme officer", "Community Health Network (demo)", "Pune", ("maternal-perinatal", "gender"), languages=("English", "मराठी"), time_zone="Asia/Kolkata"),
    DemoPerson("wanjiru", "Wanjiru Kamau", "Policy adviser", "Ministry of Social Policy (demo)", "Nairobi", ("welfare-social-protection", "global-regional-commissions"), languages=("English", "Kiswahili"), time_zone="Africa/Nairobi"),
    DemoPerson("callum", "Callum Drysdale", "Active travel officer", "Millbrook City Council (demo)", "Millbrook", ("transport", "built-environment-planning")),
    DemoPerson("fatima", "Fatima Zahra Benali", "Community organiser", "First Steps Family Trust (demo)", "Riverside", ("parenting-family-support", "racism-ethnicity"), languages=("English", "Français", "العربية")),
    DemoPerson("martin", "Martin Pellegrew", "Public health registrar", "Harbour Foundation Trust (demo)", "Harbour", ("frameworks-methods", "mental-health")),
    DemoPerson("sunita", "Sunita Bhattacharya", "General practitioner", "Three Rivers Integrated Care Board (demo)", "Riverside", ("access-to-care", "health-workforce-role")),
    DemoPerson("jack", "Jack Oyelaran", "Youth employment lead", "Northmoor Combined Authority (demo)", "", ("young-people-transitions", "good-quality-work"), languages=()),
    DemoPerson("eleri", "Eleri Mostyn", "Housing strategy manager", "Aberwen County Council (demo)", "Aberwen", ("housing", "fuel-poverty"), languages=("Cymraeg", "English")),
    DemoPerson("peter", "Peter Novák", "Research fellow", "University of Eastmere (demo)", "Eastmere", ("economics", "welfare-social-protection"), roles=(Role.REVIEWER,)),
    DemoPerson("chidi", "Chidi Nwosu", "School nurse", "Three Rivers Integrated Care Board (demo)", "Riverside", ("child-health-development", "health-behaviours")),
    DemoPerson("rosa", "Rosa Iglesias Montero", "Food partnership coordinator", "Open Door Community Kitchen (demo)", "Northmoor", ("food-insecurity",), languages=("English", "Español")),
    DemoPerson("hamza", "Hamza Siddiqui", "Welfare rights adviser", "Saltmarsh District Council (demo)", "Saltmarsh", ("welfare-social-protection", "cost-of-living-debt")),
    DemoPerson("beth", "Beth Langridge", "Planning policy officer", "Saltmarsh District Council (demo)", "Saltmarsh", ("built-environment-planning", "green-space")),
    DemoPerson("yusuf", "Yusuf Demir", "Smoking cessation lead", "Harbour Foundation Trust (demo)", "Harbour", ("health-behaviours",)),
    DemoPerson("anneka", "Anneka de Vries", "Evaluation officer", "Northmoor Combined Authority (demo)", "Northmoor", ("frameworks-methods", "indicators-monitoring")),
    DemoPerson("thandi", "Thandiwe Mokoena", "Community nurse", "Harbour Foundation Trust (demo)", "Harbour", ("ageing-dementia", "social-isolation")),
    DemoPerson("george", "George Papadakis", "Head of procurement", "Harbour Foundation Trust (demo)", "Harbour", ("anchor-institutions", "communities-local-economy")),
    DemoPerson("megan", "Megan Tregenza", "Early help manager", "Millbrook City Council (demo)", "Millbrook", ("parenting-family-support", "childrens-centres")),
    DemoPerson("noor", "Noor Rahimi", "Refugee health worker", "First Steps Family Trust (demo)", "Riverside", ("migration-conflict", "access-to-care"), languages=("English", "دری")),
    DemoPerson("dominic", "Dominic Farrell", "Elected member, portfolio holder for health", "Saltmarsh District Council (demo)", "Saltmarsh", ("local-systems-marmot-places",)),
    DemoPerson("lucy", "Lucy Achterberg", "Air quality scientist", "University of Eastmere (demo)", "Eastmere", ("air-quality", "climate-change"), roles=(Role.REVIEWER,)),
    DemoPerson("kofi", "Kofi Asante", "Men’s health worker", "Open Door Community Kitchen (demo)", "Northmoor", ("mental-health", "social-isolation")),
    DemoPerson("siobhan", "Siobhán McAteer", "Director of programmes", "Warm Homes Together (demo)", "Aberwen", ("fuel-poverty", "adult-skills")),
    DemoPerson("ravi", "Ravi Chandrasekaran", "Business engagement lead", "Northmoor Combined Authority (demo)", "Northmoor", ("role-of-business", "wages-minimum-income")),
    DemoPerson("new", "Zanele Dube", "", "", "", ()),
)  # fmt: skip

DEMO_SIGN_INS: dict[str, str] = {
    player.email: f"{player.name}: {player.plays}" for player in PLAYERS if player.plays
}
