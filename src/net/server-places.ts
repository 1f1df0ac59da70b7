/** What DNS says of a domain's server: SRV records of both kinds, else its own name (RFC 6120 §3.2, XEP-0368 §3). */
import type { Answer, Resolver, SrvValue, Unasked } from "./resolver.ts";

export interface Place extends SrvValue {
  readonly tls: "direct" | "starttls";
}

export type NoPlaces =
  /** No such domain. */
  | { readonly state: "absent" }
  /** The domain says that it offers no such service (RFC 2782: the target "."). */
  | { readonly state: "refused" }
  /** DNS could not be asked: this says nothing of the domain. */
  | { readonly state: "unknown"; readonly reason: Unasked };

export type Places =
  /** At least one. Not whole where only one of the two questions was answered. */
  { readonly state: "found"; readonly places: readonly Place[]; readonly isWhole: boolean } | NoPlaces;

/** Where nothing is published (RFC 6120 §3.2.2). */
export const DEFAULT_PORT = 5269;
/** So many of a domain's records are kept. */
const MAX_PLACES = 32;

const HOST = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/** `name` in A-labels. */
export async function placesOf(name: string, resolver: Resolver): Promise<Places> {
  const [direct, starttls] = await Promise.all([
    resolver.ask("SRV", `_xmpps-server._tcp.${name}`),
    resolver.ask("SRV", `_xmpp-server._tcp.${name}`),
  ]);
  const places = [...placesIn(direct, "direct"), ...placesIn(starttls, "starttls")];
  const unknown = [direct, starttls].find(isUnknown);
  if (places.length > 0) {
    const preferred = places.toSorted((a, b) => a.priority - b.priority).slice(0, MAX_PLACES);
    return { state: "found", places: preferred, isWhole: !unknown };
  }
  if (unknown) return unknown;
  // XEP-0368 §5: what is published is nowhere, and its own name does not take its place.
  if (direct.state === "found" || starttls.state === "found") return { state: "refused" };
  return ownPlace(name, resolver);
}

/** RFC 6120 §3.2.2: the name itself, if it has an address. */
async function ownPlace(name: string, resolver: Resolver): Promise<Places> {
  const answers = await Promise.all([resolver.ask("AAAA", name), resolver.ask("A", name)]);
  const place: Place = { priority: 0, weight: 0, port: DEFAULT_PORT, target: name, tls: "starttls" };
  if (answers.some(({ state }) => state === "found")) return { state: "found", places: [place], isWhole: true };
  return answers.find(isUnknown) ?? { state: "absent" };
}

const isUnknown = <Value>(answer: Answer<Value>): answer is Extract<Answer<Value>, { state: "unknown" }> =>
  answer.state === "unknown";

/** Those that can be called; "." and what is no name cannot. */
function placesIn(answer: Answer<SrvValue>, tls: Place["tls"]): readonly Place[] {
  if (answer.state !== "found") return [];
  return answer.values.filter(({ target, port }) => HOST.test(target) && port > 0).map((value) => ({ ...value, tls }));
}
