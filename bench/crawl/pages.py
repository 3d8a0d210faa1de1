"""A thousand course pages as a training company writes them: 20 KB, JSON-LD with two starts, menus and a long text."""

from pathlib import Path

FILES = 1000
WORDS = (
    "Je leert lassen, meten, monteren en onderhouden aan installaties die in bedrijf zijn. De praktijk staat voorop: "
    "je werkt in kleine groepen aan opdrachten uit het bedrijf waar je vandaan komt. "
)
MENU = "".join(f'<li><a class="menu__link" href="/thema/{number}">Thema {number}</a></li>' for number in range(60))
TOWNS = ("Arnhem", "Zwolle", "Breda", "Assen", "Goes", "Venlo")


def write(folder: Path) -> None:
    """The pages as `000.html` to `999.html`, with nothing in them that knows its own address."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(FILES):
        (folder / f"{number:03}.html").write_text(page(number), encoding="utf-8")


def page(number: int) -> str:
    """One page."""
    paragraphs = "".join(f"<p>{WORDS * 3}</p>" for _ in range(12))
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Lasopleiding {number}</title>'
        f'<script type="application/ld+json">{json_ld(number)}</script></head><body><nav><ul>{MENU}</ul></nav>'
        f"<main><h1>Lasopleiding {number}</h1>{paragraphs}<p>Mbo niveau 3, 12 dagdelen, op dinsdagavond.</p></main>"
        f"<footer><ul>{MENU}</ul></footer></body></html>"
    )


def json_ld(number: int) -> str:
    """The course in schema.org's words."""
    runs = ",".join(
        f'{{"@type":"CourseInstance","courseMode":"onsite","startDate":"2027-0{month}-12","endDate":"2027-0{month}-28",'
        f'"location":{{"@type":"Place","name":"Praktijkhal","address":{{"@type":"PostalAddress",'
        f'"postalCode":"6811 AB","addressLocality":"{TOWNS[number % len(TOWNS)]}"}}}}}}'
        for month in (2, 9)
    )
    return (
        f'{{"@context":"https://schema.org","@type":"Course","name":"Lasopleiding MIG/MAG niveau {number}",'
        f'"description":"{WORDS}","provider":{{"@type":"Organization","name":"Vakschool"}},'
        f'"educationalLevel":"mbo niveau 3","offers":{{"@type":"Offer","price":"{900 + number}.00",'
        f'"priceCurrency":"EUR","category":"Paid"}},"hasCourseInstance":[{runs}]}}'
    )
