/** What the body of a refusal says to people: each provider has its own form of JSON for it. */

/** Members that hold a sentence, at one provider or another. */
const SAID: readonly string[] = ["message", "detail", "description", "cause", "error"];
const MAX_DEPTH = 6;
const MAX_SENTENCES = 4;

/**
 * The sentences in a JSON body, outermost first: those of the members above, and texts in lists (deSEC: `{"name": ["…"]}`). The
 * body itself where there are none, or where it is no JSON.
 */
export function sentenceOf(body: string): string {
  try {
    const sentences = new Set<string>();
    collect(JSON.parse(body), sentences, 0);
    return sentences.size === 0 ? body : [...sentences].join(": ");
  } catch {
    return body;
  }
}

function collect(value: unknown, sentences: Set<string>, depth: number): void {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  for (const [name, inner] of Object.entries(value)) {
    if (sentences.size >= MAX_SENTENCES) return;
    const isSaid = Array.isArray(value) || SAID.includes(name);
    if (typeof inner === "string" && inner !== "" && isSaid) sentences.add(inner);
    collect(inner, sentences, depth + 1);
  }
}
