/** French typography: the space before ; : ? ! » and after « does not break. */

const NO_BREAK = "\u00a0";

/** The text with no-break spaces where French wants them. */
const withFrenchSpaces = (text: string): string =>
  text.replace(/ (?=[;:?!»](?:\s|$))/g, NO_BREAK).replace(/« /g, `«${NO_BREAK}`);

/** The same for every text of a table of messages, including those that its functions return. */
export function frenchSpacesIn<Table>(table: Table): Table {
  return spaced(table) as Table;
}

function spaced(value: unknown): unknown {
  if (typeof value === "string") return withFrenchSpaces(value);
  if (Array.isArray(value)) return value.map(spaced);
  if (typeof value === "function") return (...given: unknown[]) => spaced(value(...given));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spaced(each)]));
}
