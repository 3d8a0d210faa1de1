"""What schema.org says a course costs: Offer, AggregateOffer, PriceSpecification and plain amounts."""

from collections.abc import Iterator

from catalogue.raw import RawPrice
from crawlers.readers.graph import Graph, Node
from crawlers.readers.schema_values import text

NO_PRICE = {"paid", "betaald", "partially free", "subscription"}  # Google's offer categories that name no amount
AMOUNTS = {"price", "lowPrice", "minPrice", "priceSpecification", "offers"}
VAT = ("btw", "vat", "belasting")


def prices_of(graph: Graph, node: Node) -> tuple[RawPrice, ...]:
    """Prices of a course, run or event, each once, in the order of the page."""
    offers = graph.nodes(node.get("offers")) or [one for one in graph.offers_of(node) if not AMOUNTS.isdisjoint(one)]
    found = [price for offer in offers for price in _of_offer(graph, offer)]
    if not offers and (amount := text(graph, node, "offers", "price")):
        found = [RawPrice(text=amount, currency=text(graph, node, "priceCurrency"))]
    if not found and text(graph, node, "isAccessibleForFree") in ("true", "1", "ja", "yes"):
        found = [RawPrice(text="gratis (isAccessibleForFree: true)")]
    return tuple(dict.fromkeys(found))


def _of_offer(graph: Graph, offer: Node) -> Iterator[RawPrice]:
    specifications = [
        part for node in graph.nodes(offer.get("priceSpecification")) for part in _components(graph, node)
    ]
    stated = _amount(graph, offer)
    if stated is None and specifications:
        for part in specifications:
            yield from _priced(graph, offer, part, _amount(graph, part))
        return
    if stated is None and (within := graph.nodes(offer.get("offers"))):
        for part in within:
            yield from _of_offer(graph, {name: value for name, value in part.items() if name != "offers"})
        return
    first = specifications[0] if specifications else {}
    yield from _priced(graph, offer, first, stated or _in_words(graph, offer))


def _components(graph: Graph, node: Node) -> list[Node]:
    """A compound price's parts, else the price itself."""
    return graph.nodes(node.get("priceComponent")) or [node]


def _priced(graph: Graph, offer: Node, part: Node, amount: str | None) -> Iterator[RawPrice]:
    if amount is not None:
        currency = text(graph, offer, "priceCurrency") or text(graph, part, "priceCurrency")
        yield RawPrice(text=amount, currency=currency, vat_text=_vat(graph, part) or _vat(graph, offer, amount))


def _amount(graph: Graph, node: Node) -> str | None:
    """`price`, or the span of an AggregateOffer: `€ 495 - € 995`, `vanaf € 495` where only the lowest is given."""
    sign = {"EUR": "€ ", "": ""}.get(currency := text(graph, node, "priceCurrency") or "", f"{currency} ")
    low, high = text(graph, node, "lowPrice", "minPrice"), text(graph, node, "highPrice", "maxPrice")
    if low and high and low != high:
        return f"{sign}{low} - {sign}{high}"
    only = f"vanaf {sign}{low}" if low and not high else low
    return text(graph, node, "price") or only


def _in_words(graph: Graph, offer: Node) -> str | None:
    """What an offer without an amount says of its price: `prijs op aanvraag`."""
    category = text(graph, offer, "category")
    named = category if category and category.lower() not in NO_PRICE else None
    return text(graph, offer, "description") or named or text(graph, offer, "name")


def _vat(graph: Graph, node: Node, amount: str | None = None) -> str | None:
    """`valueAddedTaxIncluded: false`, or the offer's own words where they speak of VAT apart from the amount."""
    flag = text(graph, node, "valueAddedTaxIncluded")
    if flag is not None:
        return f"valueAddedTaxIncluded: {flag.lower()}"
    said = text(graph, node, "description", "name")
    speaks = said is not None and said != amount and any(word in said.lower() for word in VAT)
    return said if speaks else None
