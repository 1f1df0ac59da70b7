/** Whether there is a way to the Internet, as far as DNS can tell. */
import { randomBytes } from "node:crypto";
import type { Resolver } from "./resolver.ts";

/**
 * Asks for names that no cache has: one below `domain` (in A-labels), so that nobody but its own name servers is asked, and one
 * beside it where they do not answer. Never rejects.
 */
export async function isOnline(domain: string, resolver: Resolver): Promise<boolean> {
  const parent = domain.split(".").slice(1).join(".");
  for (const zone of [domain, parent]) {
    if (zone === "") continue;
    const answer = await resolver.query("A", `${randomBytes(8).toString("hex")}.${zone}`);
    if (answer.state !== "unknown") return true;
  }
  return false;
}
