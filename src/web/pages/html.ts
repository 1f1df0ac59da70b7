/** HTML that is safe by construction: whatever stands in a template's gaps is escaped. */

/** A piece of HTML. It is made by `html` alone, so that none comes from a text. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** The template tag. Attribute values in templates stand in double quotes. */
  static readonly of = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => {
    let markup = parts[0] ?? "";
    for (const [index, value] of values.entries()) markup += markupOf(value) + (parts[index + 1] ?? "");
    return new Html(markup);
  };

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a gap: a list is its items in a row, undefined and false are nothing. */
export type Value = string | number | Html | undefined | false | readonly Value[];

export const html = Html.of;

function markupOf(value: Value): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(markupOf).join("");
  return Bun.escapeHTML(value);
}

/** A sentence with HTML in it: `sentence` is called with what stands for the HTML. */
export function sentenceWith(sentence: (gap: string) => string, gap: Html): Html {
  const [before = "", after = ""] = sentence(GAP).split(GAP);
  return html`${before}${gap}${after}`;
}

/** No text for people contains it. */
const GAP = "\u0000";
