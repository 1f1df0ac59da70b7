/** How much a disco#info may say: it comes from anybody who shows a hash, and is sorted to be hashed. */
import type { Element } from "ltx";

/** Identities, features, forms, fields, values and texts; the most talkative of today's clients have about 200. */
const MAX_NODES = 1000;
/** In names, values and what else attributes and texts say, so in what is hashed as well; those clients have 4,000. */
const MAX_CHARACTERS = 32_000;

/** Whether the children of a <query/> are few and short enough to be looked at; looks at no more of them than that. */
export function isBounded(query: Element): boolean {
  let [nodes, characters] = [0, 0];
  const waiting: Element["children"][] = [query.children];
  for (let children = waiting.pop(); children; children = waiting.pop()) {
    for (const child of children) {
      nodes += 1;
      characters += typeof child === "string" ? child.length : attributesOf(child as Element);
      if (nodes > MAX_NODES || characters > MAX_CHARACTERS) return false;
      if (typeof child !== "string") waiting.push((child as Element).children);
    }
  }
  return true;
}

function attributesOf({ attrs }: Element): number {
  let characters = 0;
  for (const value of Object.values(attrs)) characters += String(value).length;
  return characters;
}
