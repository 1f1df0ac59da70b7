/** Archived messages as the text that they were: a message that need not be printed costs a fraction. */
import type { Element } from "ltx";

/** The text of a message where nothing of it had to be changed. */
export function textOf(given: Element | string, { attrs, children }: Element, isRenamed: boolean): string | undefined {
  if (
    typeof given !== "string" ||
    isRenamed ||
    !given.startsWith("<message ") ||
    given.includes('xmlns="jabber:client')
  )
    return undefined;
  const hasId = children.some((child) => typeof child !== "string" && (child as Element).getName() === "stanza-id");
  return hasId || attrs.xmlns !== undefined || given.includes("xmlns='jabber:client") ? undefined : given;
}
