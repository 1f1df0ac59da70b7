import { expect, test } from "bun:test";
import type { IncomingReport, OutgoingReport } from "../../federation/report.ts";
import { connectedServers, printStreams } from "./streams-report.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 22);
const options = { now: NOW, commandFor: (domain: string) => `jabber-home federation ${domain}` };

const outgoing: OutgoingReport = {
  pair: { local: "example.com", remote: "movim.example" },
  state: "connected",
  isAdopted: false,
  tls: "TLSv1.3",
  authentication: "EXTERNAL",
  proof: "certificate",
  address: "192.0.2.7",
  since: NOW - 125 * MINUTE,
  queued: 0,
  unconfirmed: 2,
  problem: undefined,
};

const waiting: OutgoingReport = {
  ...outgoing,
  pair: { local: "example.com", remote: "away.example" },
  state: "waiting",
  tls: undefined,
  authentication: undefined,
  proof: undefined,
  address: undefined,
  since: NOW - 5 * MINUTE,
  queued: 3,
  unconfirmed: 0,
  oldest: NOW - 4 * MINUTE,
  problem: "nobody listens on xmpp.away.example:5269 (192.0.2.9)",
  obstacle: { kind: "refused", detail: "192.0.2.9" },
};

const incoming: IncomingReport = {
  localPort: 5269,
  remoteAddress: "192.0.2.7",
  tls: "TLSv1.3",
  proof: "dialback",
  pairs: [
    { local: "example.com", remote: "movim.example" },
    { local: "rooms.example.com", remote: "movim.example" },
  ],
  isBidirectional: false,
  since: NOW - MINUTE,
  received: 1,
};

const stranger: IncomingReport = { ...incoming, proof: undefined, pairs: [], received: 0 };

test("each server with its streams in both directions, by name", () => {
  const shown = printStreams(
    { outgoing: [outgoing, waiting], incoming: [incoming, stranger] },
    { ...options, language: "en" },
  );
  expect(shown).toBe(`connected with 1 server; 1 cannot be reached now
1 connection has not said yet whose it is

away.example
  from example.com
    not reached for 5 minutes
    3 stanzas to be sent; the oldest has waited for 4 minutes
    last attempt: nobody listens on xmpp.away.example:5269 (192.0.2.9)
    see: jabber-home federation away.example

movim.example
  from example.com
    TLSv1.3, for 2 hours; they are proven by certificate; we by certificate
    2 stanzas not confirmed yet
  to example.com
    TLSv1.3, for 1 minute; they are proven by DNS (dialback); 1 stanza received
  to rooms.example.com
    TLSv1.3, for 1 minute; they are proven by DNS (dialback); 1 stanza received`);
});

test("in French", () => {
  const shown = printStreams({ outgoing: [outgoing, waiting], incoming: [incoming] }, { ...options, language: "fr" });
  expect(shown.replaceAll("\u00a0", " ")).toBe(`connecté à 1 serveur ; 1 injoignable en ce moment

away.example
  de example.com
    injoignable depuis 5 minutes
    3 stanzas à envoyer ; la plus ancienne attend depuis 4 minutes
    dernier essai : personne n'y écoute (192.0.2.9)
    voir : jabber-home federation away.example

movim.example
  de example.com
    TLSv1.3, depuis 2 heures ; preuve d'en face : certificat ; la nôtre :
    certificat
    2 stanzas pas encore confirmées
  vers example.com
    TLSv1.3, depuis 1 minute ; preuve d'en face : DNS (dialback) ; 1 stanza
    reçue
  vers rooms.example.com
    TLSv1.3, depuis 1 minute ; preuve d'en face : DNS (dialback) ; 1 stanza
    reçue`);
});

test("a bidirectional stream (XEP-0288), one in plaintext, one that is being opened", () => {
  const adopted: OutgoingReport = {
    ...outgoing,
    isAdopted: true,
    unconfirmed: 0,
    authentication: undefined,
    tls: undefined,
  };
  const opening: OutgoingReport = { ...waiting, state: "connecting", since: NOW, queued: 1, problem: undefined };
  const plain: IncomingReport = {
    ...incoming,
    tls: undefined,
    isBidirectional: true,
    pairs: incoming.pairs.slice(0, 1),
  };
  expect(printStreams({ outgoing: [adopted, opening], incoming: [plain] }, { ...options, language: "en" })).toBe(
    `connected with 1 server

away.example
  from example.com
    connecting for 0 minutes
    1 stanza to be sent; it has waited for 4 minutes

movim.example
  from example.com
    over the stream that they opened
  to example.com
    in plaintext, for 1 minute; they are proven by DNS (dialback); goes both
    ways; 1 stanza received`,
  );
});

test("an invalid certificate: what is wrong with it, without a remedy", () => {
  const problem = "The certificate expired on 2026-01-02. The operator of that server has to renew it.";
  const expired: OutgoingReport = { ...waiting, problem, obstacle: { kind: "certificate", detail: "expired" } };
  const shown = (language: "en" | "fr"): string =>
    printStreams({ outgoing: [expired], incoming: [] }, { ...options, language }).replaceAll("\u00a0", " ");
  expect(shown("en")).toContain("\n    last attempt: The certificate expired on 2026-01-02\n");
  expect(shown("fr")).toContain("\n    dernier essai : le certificat n'est pas valable : il a expiré\n");
});

test("no server is connected", () => {
  expect(printStreams({ outgoing: [], incoming: [] }, { ...options, language: "en" })).toBe(
    "no other server is connected: streams open when somebody writes",
  );
});

test("a server with several streams is counted once", () => {
  const rooms = { ...outgoing, pair: { local: "rooms.example.com", remote: "movim.example" } };
  expect(connectedServers({ outgoing: [outgoing, rooms, waiting], incoming: [incoming, stranger] })).toBe(1);
});
