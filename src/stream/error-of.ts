/** RFC 6120 §4.9: what a peer's <stream:error/> says. */
import type { Element } from "ltx";
import { NS_STREAM_ERRORS } from "../stream-error.ts";

/** A sentence of the peer's is shown to people, and no more of it than this. */
const LONGEST = 200;

export interface PeerError {
  /** One of §4.9.3, as far as the peer keeps to it; "undefined-condition" where it names none. */
  readonly condition: string;
  readonly text: string | undefined;
}

export function errorOf(element: Element): PeerError {
  const conditions = element
    .getChildElements()
    .filter((child) => child.getNS() === NS_STREAM_ERRORS && child.getName() !== "text");
  const condition = conditions[0]?.getName().slice(0, LONGEST) ?? "undefined-condition";
  return { condition, text: printable(element.getChildText("text", NS_STREAM_ERRORS) ?? "") };
}

/** Without what could mislead in a terminal; undefined where nothing is left. */
export function printable(text: string): string | undefined {
  const said = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return said === "" ? undefined : said.slice(0, LONGEST);
}
