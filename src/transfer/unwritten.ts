/** What a format of another server has no place for. */
import type { Element } from "ltx";
import type { Left } from "./source.ts";

const NS_FILE_SHARING = "urn:xmpp:sfs:0";

/** A child of <user/> in XEP-0227 that is not written. */
export function unwrittenPart(account: string, part: Element): Left {
  if (part.getNS() === NS_FILE_SHARING) return { type: "left", account, kind: "files", reason: "of-no-use" };
  if (part.getName() === "push") return { type: "left", account, kind: "push", reason: "of-no-use" };
  return { type: "left", account, kind: "other", reason: "unknown", subject: part.getName() };
}
