/** RFC 8555 §7.1: what an authority answers, checked: the library hands over whatever JSON it was given. */
import type { Authorization, Client, Order } from "acme-client";
import { onOneLine } from "../one-line.ts";
import { AcmeError, isRecord } from "./problem-document.ts";

/** An answer that is none of RFC 8555. */
export class UnexpectedAnswer extends Error {}

/** The requests that are made, each of which rejects with AcmeError, UnexpectedAnswer and what the network says. */
export type AcmeClient = Pick<
  Client,
  | "createAccount"
  | "createOrder"
  | "getOrder"
  | "getAuthorizations"
  | "deactivateAuthorization"
  | "completeChallenge"
  | "getChallengeKeyAuthorization"
  | "finalizeOrder"
  | "getCertificate"
  | "getAccountUrl"
>;

/** A certificate has 100 names at most; each has an authorization, with a few challenges. */
const MAX_AUTHORIZATIONS = 200;
const MAX_CHALLENGES = 50;
const MAX_DETAIL = 200;

export function checkedClient(client: Client): AcmeClient {
  return {
    createAccount: (account) => answered(client.createAccount(account)),
    createOrder: async (order) => orderIn(await answered(client.createOrder(order))),
    getOrder: async (order) => orderIn(await answered(client.getOrder(order))),
    getAuthorizations: async (order) => (await answered(client.getAuthorizations(order))).map(authorizationIn),
    deactivateAuthorization: (authorization) => answered(client.deactivateAuthorization(authorization)),
    completeChallenge: (challenge) => answered(client.completeChallenge(challenge)),
    getChallengeKeyAuthorization: (challenge) => client.getChallengeKeyAuthorization(challenge),
    finalizeOrder: (order, csr) => answered(client.finalizeOrder(order, csr)),
    getCertificate: async (order) => chainIn(await answered(client.getCertificate(order))),
    getAccountUrl: () => {
      try {
        return client.getAccountUrl();
      } catch (error) {
        throw unexpected(error);
      }
    },
  };
}

const answered = <Answer>(request: Promise<Answer>): Promise<Answer> =>
  request.catch((error: unknown) => {
    throw unexpected(error);
  });

/** Errors of the network have a code; an error without one is the library's, about the answer or because of it. */
function unexpected(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AcmeError || ("code" in error && !isOfUrl(error))) return error;
  return new UnexpectedAnswer(onOneLine(error.message).slice(0, MAX_DETAIL), { cause: error });
}

const isOfUrl = (error: Error & { readonly code: unknown }): boolean => error.code === "ERR_INVALID_URL";

/** §7.1.3. */
function orderIn(answer: unknown): Order {
  if (!isRecord(answer) || typeof answer.status !== "string") throw new UnexpectedAnswer("an order without a status");
  const { authorizations, finalize, certificate } = answer;
  if (!Array.isArray(authorizations) || authorizations.length > MAX_AUTHORIZATIONS || !authorizations.every(isUrl))
    throw new UnexpectedAnswer("an order without authorizations");
  if (![finalize, certificate].every((url) => url === undefined || url === null || isUrl(url)))
    throw new UnexpectedAnswer("an order with an address that is none");
  return answer as unknown as Order;
}

/** §7.1.4. What is authorized already may have no challenges. */
function authorizationIn(answer: unknown): Authorization {
  if (!isRecord(answer) || typeof answer.status !== "string" || !isRecord(answer.identifier))
    throw new UnexpectedAnswer("an authorization without a name");
  const { identifier, status } = answer;
  const challenges = answer.challenges ?? (status === "pending" ? undefined : []);
  if (typeof identifier.value !== "string" || !Array.isArray(challenges) || challenges.length > MAX_CHALLENGES)
    throw new UnexpectedAnswer("an authorization without challenges");
  if (!challenges.every((one) => isRecord(one) && typeof one.type === "string" && isUrl(one.url)))
    throw new UnexpectedAnswer("a challenge without an address");
  return { ...answer, challenges } as unknown as Authorization;
}

/** §7.4.2. */
function chainIn(answer: unknown): string {
  if (typeof answer !== "string" || !answer.includes("-----BEGIN CERTIFICATE-----"))
    throw new UnexpectedAnswer("a certificate that is none");
  return answer;
}

const isUrl = (text: unknown): boolean => typeof text === "string" && /^https?:$/.test(URL.parse(text)?.protocol ?? "");
