// Prices and dates as people write them, by the same rules as search_api/i18n/__init__.py.

const SEASONS = { "03": "spring", "06": "summer", "09": "autumn", "12": "winter" };

/** @typedef {import("./texts.js").Texts} Texts */

/** 1870 -> `€ 1.870`; cents only when there are any. @param {Texts} t @param {number} amount */
export function money(t, amount) {
  const [whole, cents] = amount.toFixed(2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, t.say("number.group"));
  return t.say("price.amount", { amount: cents === "00" ? grouped : grouped + t.say("number.decimal") + cents });
}

/** `priceDetails` in words: "vanaf € 1.870 excl. btw". @param {Texts} t @param {any} details */
export function price(t, details) {
  if (details?.amount == null) return t.say("price.unknown");
  if (details.amount === 0) return t.say("price.free");
  const amount = money(t, details.amount);
  const parts = [
    details.isFrom ? t.say("price.from", { amount }) : amount,
    t.words[`price.per.${details.per}`],
    t.words[`price.vat.${details.vat}`],
  ];
  return parts.filter(Boolean).join(" ");
}

/** A date of reduced precision, never more exact than it is: `2027-02` -> "februari 2027". @param {Texts} t @param {string} iso */
export function when(t, iso) {
  const span = iso.match(/^(\d{4})-(\d\d)\/(\d{4})-(\d\d)$/);
  if (span) return between(t, iso, span);
  const week = iso.match(/^(\d{4})-W(\d\d)$/);
  if (week) return t.say("date.week", { week: Number(week[2]), year: week[1] });
  const [, year, monthNumber, day] = iso.match(/^(\d{4})-(\d\d)(?:-(\d\d))?$/) ?? [];
  const month = t.say("date.months").split(" ")[Number(monthNumber) - 1];
  if (!month) return iso;
  return t.say(day ? "date.day" : "date.month", { day: Number(day), month, year });
}

/** @param {Texts} t @param {string} iso @param {string[]} span */
function between(t, iso, [, year, month, lastYear, lastMonth]) {
  const season = SEASONS[month];
  const months = (Number(lastYear) - Number(year)) * 12 + Number(lastMonth) - Number(month);
  if (season && months === 2) return t.say(`date.${season}`, { year: year === lastYear ? year : `${year}-${lastYear}` });
  const [first, last] = iso.split("/");
  return t.say("date.span", { first: when(t, first), last: when(t, last) });
}
