/** RFC 8555 §7.5: completing the authorizations of an order. */
import type { Authorization, Order } from "acme-client";
import type { Clock } from "../clock.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import type { AcmeSession } from "./acme-session.ts";
import type { ChallengeType, PendingChallenge, Solver } from "./challenges/challenge.ts";
import { isPending, poll } from "./polling.ts";
import { isRecord, type ProblemDocument, parseProblemDocument } from "./problem-document.ts";

/** An authorization whose validation failed (status "invalid"). */
export interface InvalidAuthorization {
  readonly name: string;
  readonly type: ChallengeType;
  readonly document: ProblemDocument;
  /** The address that the authority connected to (validationRecord), where it says so. */
  readonly address: string | undefined;
}

/** The authority could not validate some names. */
export class InvalidAuthorizations extends Error {
  readonly authorizations: readonly [InvalidAuthorization, ...InvalidAuthorization[]];
  constructor(authorizations: readonly [InvalidAuthorization, ...InvalidAuthorization[]]) {
    super(authorizations.map(({ name, document }) => `${name}: ${document.detail}`).join("; "));
    this.authorizations = authorizations;
  }
}

/** The authority offers no challenge that the solver can answer. */
export class NoSupportedChallenge extends Error {
  readonly domain: string;
  readonly offered: readonly string[];
  constructor(domain: string, offered: readonly string[]) {
    super(`no usable challenge for ${domain}`);
    this.domain = domain;
    this.offered = offered;
  }
}

/** Resolves when all are valid. Rejects with InvalidAuthorizations, NoSupportedChallenge, and as the solver does. */
export async function completeAuthorizations(
  session: AcmeSession,
  order: Order,
  solver: Solver,
  clock: Clock,
): Promise<void> {
  const { client } = session;
  const pending = (await client.getAuthorizations(order)).filter(({ status }) => status === "pending");
  const all = await Promise.all(
    pending.map(async (authorization): Promise<ToValidate> => {
      const challenge = challengeFor(authorization, solver);
      const names: unknown = "issuer-domain-names" in challenge ? challenge["issuer-domain-names"] : [];
      const token = typeof challenge.token === "string" ? challenge.token : "";
      const toProvision: PendingChallenge = {
        name: authorization.identifier.value,
        token,
        // With the type dns-01 the library returns the digest of it: every solver gets the key authorization itself.
        keyAuthorization: await client.getChallengeKeyAuthorization({ ...challenge, type: "http-01", token }),
        accountUrl: accountUriOf(challenge) ?? client.getAccountUrl(),
        issuers: Array.isArray(names) ? names.filter((name) => typeof name === "string").slice(0, 10) : [],
      };
      return { authorization, challenge, toProvision };
    }),
  );
  if (all.length === 0) return;
  for (const together of solver.isOneByOne ? all.map((each) => [each]) : [all])
    await validate(session, order, solver, clock, together);
}

interface ToValidate {
  readonly authorization: Authorization;
  readonly challenge: Authorization["challenges"][number];
  readonly toProvision: PendingChallenge;
}

/** Provisions these challenges, has them validated, and cleans up. */
async function validate(
  session: AcmeSession,
  order: Order,
  solver: Solver,
  clock: Clock,
  challenges: readonly ToValidate[],
): Promise<void> {
  const { client } = session;
  const toProvision = challenges.map((each) => each.toProvision);
  try {
    await solver.provision(toProvision);
    for (const { challenge } of challenges) await client.completeChallenge(challenge);
    const validated = await Promise.all(
      challenges.map(({ authorization }) => {
        const request = async () => {
          const [answer] = await client.getAuthorizations({ ...order, authorizations: [authorization.url] });
          if (answer === undefined) throw new Error("the authority has lost an authorization");
          return answer;
        };
        return poll(session, clock, request, isPending("pending"));
      }),
    );
    const [first, ...others] = validated
      .filter(({ status }) => status !== "valid")
      .map((one) => invalidAuthorization(one, typeFor(one.identifier.value, solver)));
    if (first !== undefined) throw new InvalidAuthorizations([first, ...others]);
  } finally {
    await solver.cleanUp(toProvision);
  }
}

const typeFor = (name: string, solver: Solver): ChallengeType => solver.typeFor?.(name) ?? solver.type;

function challengeFor({ identifier, challenges }: Authorization, solver: Solver) {
  const type = typeFor(identifier.value, solver);
  const found = challenges.find((challenge) => (challenge.type as string) === type);
  if (found === undefined)
    throw new NoSupportedChallenge(
      identifier.value,
      challenges.map((challenge) => challenge.type),
    );
  return found;
}

const accountUriOf = (challenge: object): string | undefined =>
  "accounturi" in challenge && typeof challenge.accounturi === "string" ? challenge.accounturi : undefined;

function invalidAuthorization({ identifier, challenges }: Authorization, type: ChallengeType): InvalidAuthorization {
  const challenge: object = challenges.find((one) => one.error !== undefined) ?? {};
  const document = parseProblemDocument("error" in challenge ? challenge.error : undefined);
  return { name: identifier.value, type, document, address: connectionOf(challenge).address };
}

/** Where the authority has connected to, as far as it says so. */
export interface ValidationConnection {
  readonly address: string | undefined;
  /** Those that it had tried before, in vain. */
  readonly unanswered: readonly string[];
}

/** The last one of a challenge's validationRecord: fields of Boulder, which RFC 8555 leaves open. */
export function connectionOf(challenge: object): ValidationConnection {
  const records: unknown = "validationRecord" in challenge ? challenge.validationRecord : undefined;
  const last: unknown = Array.isArray(records) ? records.at(-1) : undefined;
  if (!isRecord(last)) return { address: undefined, unanswered: [] };
  const address = addressIn(last.addressUsed);
  const tried = Array.isArray(last.addressesTried) ? last.addressesTried.slice(0, 10) : [];
  return { address, unanswered: tried.flatMap((one) => addressIn(one) ?? []).filter((one) => one !== address) };
}

const addressIn = (value: unknown): string | undefined =>
  typeof value === "string" ? canonicalAddress(value) : undefined;
