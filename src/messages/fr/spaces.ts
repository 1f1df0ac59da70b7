/** French typography: the space before ; : ? ! » and after « does not break. */

const NO_BREAK = "\u00a0";

/** The text with no-break spaces where French wants them. */
const withFrenchSpaces = (text: string): string =>
  text.replace(/ (?=[;:?!»](?:\s|$))/g, NO_BREAK).replace(/« /g, `«${NO_BREAK}`);

/** The same for every text of each subject, including those that its functions return; a subject is read when it is asked for. */
export function frenchSpacesIn<Texts extends object>(texts: Texts): Texts {
  const spacedTexts = {};
  for (const subject of Object.keys(texts) as (keyof Texts)[])
    Object.defineProperty(spacedTexts, subject, { enumerable: true, get: () => spaced(texts[subject]) });
  return spacedTexts as Texts;
}

function spaced(value: unknown): unknown {
  if (typeof value === "string") return withFrenchSpaces(value);
  if (Array.isArray(value)) return value.map(spaced);
  if (typeof value === "function") return (...given: unknown[]) => spaced(value(...given));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spaced(each)]));
}
