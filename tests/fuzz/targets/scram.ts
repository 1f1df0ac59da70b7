/** Whole exchanges of SCRAM (RFC 5802, RFC 7677), of both sides, beside the grammar of RFC 5802 §7 and keys that are made here. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { makeJid, tryParseJid } from "../../../src/jid/jid.ts";
import { StanzaError } from "../../../src/stanza-error.ts";
import type { ScramHash } from "../../../src/store/scram-keys.ts";
import type { Step } from "../../../src/stream/sasl/mechanism.ts";
import { scram as mechanism } from "../../../src/stream/sasl/scram.ts";
import { ScramError, scramExchange } from "../../../src/transfer/client/scram.ts";
import { keysFor, saslContext, stepText } from "../../support/client/sasl-context.ts";
import { pick, type Random } from "../random.ts";
import { type Target, unlessRefused, Wrong } from "../target.ts";

const HASHES: Readonly<Record<string, { readonly hash: ScramHash; readonly name: string }>> = {
  "1": { hash: "SHA-1", name: "sha1" },
  "2": { hash: "SHA-256", name: "sha256" },
  "5": { hash: "SHA-512", name: "sha512" },
};
const ACCOUNT = "user@example.org";
const PASSWORD = "pencil";
const SALT = Buffer.from("salt");
const ITERATIONS = 2;
const CHANNELS: Readonly<Record<string, Buffer>> = {
  "tls-exporter": Buffer.from("the exporter"),
  "tls-server-end-point": Buffer.from("the end point"),
};
/** Between the parts of an input. */
const BETWEEN = "\n";

const KEYS = Object.fromEntries(
  Object.values(HASHES).map(({ hash }) => [hash, keysFor(PASSWORD, hash, SALT, ITERATIONS)]),
);

const contextWith = (bindings: readonly string[]) =>
  saslContext({
    accounts: {
      exists: (account) => account === ACCOUNT,
      keys: (account, hash) => (account === ACCOUNT ? KEYS[hash] : undefined),
      decoyKeys: (_, hash) => keysFor("a decoy", hash, SALT, ITERATIONS),
      verify: async () => false,
    },
    serverNonce: "srv",
    bindings: bindings.map((type) => ({ type: type as "tls-exporter", data: () => CHANNELS[type] })),
    isPlusOffered: bindings.length > 0,
  });

/** §5.1, §3: the proof, as whoever knows the password computes it. */
function proofOf(name: string, authMessage: string, salt: Buffer = SALT, iterations = ITERATIONS): string {
  const salted = pbkdf2Sync(PASSWORD, salt, iterations, createHash(name).digest().length, name);
  const clientKey = createHmac(name, salted).update("Client Key").digest();
  const signature = createHmac(name, createHash(name).update(clientKey).digest()).update(authMessage).digest();
  return Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))).toString("base64");
}

const SASLNAME = "(?:[^=,\\0]|=2C|=3D)+";
const EXTENSIONS = "(?:,[A-Za-z]=[^,\\0]+)*";
/** §7: client-first-message, client-final-message. */
const FIRST = new RegExp(
  `^((?:(n|y)|p=([A-Za-z0-9.-]+)),(?:a=(${SASLNAME}))?,)(n=(${SASLNAME}),r=([!-+\\--~]+)${EXTENSIONS})$`,
);
const LAST = new RegExp(`^(c=([^,]*),r=([!-+\\--~]+)${EXTENSIONS}),p=([^,]*)$`);

interface Script {
  readonly name: string;
  readonly hash: ScramHash;
  readonly isPlus: boolean;
  readonly bindings: readonly string[];
  readonly first: string;
  /** "CB", "NONCE" and "PROOF" stand for the right ones. */
  readonly last: string;
}

function scriptIn(input: Buffer): Script | undefined {
  const [head = "", first = "", ...rest] = input.toString().split(BETWEEN);
  const [digit = "", plus = "", ...bindings] = head.split(" ");
  const known = HASHES[digit];
  const named = [...new Set(bindings)].filter((type) => Object.hasOwn(CHANNELS, type));
  return known && { ...known, isPlus: plus === "plus", bindings: named, first, last: rest.join(BETWEEN) };
}

const isOwn = (username: string, authzid: string | undefined): boolean => {
  const [name, wanted] = [username, authzid].map((text) => text?.replaceAll("=2C", ",").replaceAll("=3D", "="));
  const account = unlessRefused([StanzaError], () => makeJid(name ?? "", "example.org").full);
  return account === ACCOUNT && (wanted === undefined || tryParseJid(wanted)?.full === ACCOUNT);
};

/** What c= has to be, where RFC 5802 lets the exchange go on after the client's first message. */
function bindingAfter({ isPlus, bindings, first }: Script): string | undefined {
  const [, header = "", flag, type, authzid, , username, nonce = ""] = FIRST.exec(first) ?? [];
  if (username === undefined || nonce.length > 512 || !isOwn(username, authzid)) return undefined;
  if (isPlus !== (type !== undefined) || (flag === "y" && bindings.length > 0)) return undefined;
  if (type !== undefined && !bindings.includes(type)) return undefined;
  return Buffer.concat([Buffer.from(header), CHANNELS[type ?? ""] ?? Buffer.alloc(0)]).toString("base64");
}

const HEADS = ["1", "2", "5"].flatMap((digit) => [
  `${digit} usual`,
  `${digit} plus tls-exporter tls-server-end-point`,
  `${digit} usual tls-exporter`,
]);
const FIRSTS = [
  "n,,n=user,r=abc",
  "y,,n=user,r=abc",
  "n,a=user@example.org,n=USER,r=abc,x=y",
  "p=tls-exporter,,n=user,r=abc",
  "p=tls-server-end-point,a=user@example.org,n=user,r=a/b",
  "p=tls-unique,,n=user,r=abc",
  "n,a=other@example.org,n=user,r=abc",
  "n,,m=x,n=user,r=abc",
  "n,,n=us=2Cer,r=abc",
];
const LASTS = [
  "c=CB,r=NONCE,p=PROOF",
  "c=CB,r=NONCE,x=y,p=PROOF",
  "c=biws,r=NONCE,p=PROOF",
  "c=CB,r=abc,p=PROOF",
  "c=CB,r=NONCE,p=AAAA",
  "c=CB,r=NONCEx,p=PROOF",
];

export const exchanges: Target = {
  name: "scram-exchange",
  share: 0.5,
  seeds: HEADS.map((head, at) => [head, FIRSTS[at % FIRSTS.length], LASTS[0]].join(BETWEEN)),
  generate: (random: Random) => [pick(random, HEADS), pick(random, FIRSTS), pick(random, LASTS)].join(BETWEEN),
  words: [BETWEEN, ",", "=", "p=", "c=", "r=", "n=", "a=", "m=", "CB", "NONCE", "PROOF", "=2C", "tls-exporter", "plus"],
  check: async (input) => {
    const script = scriptIn(input);
    if (!script) return "no script";
    const { hash, isPlus, name, first, last } = script;
    const exchange = mechanism(hash, { plus: isPlus }).start(contextWith(script.bindings));
    const binding = bindingAfter(script);
    let end: Step = await exchange.step(Buffer.from(first));
    let isRight = false;
    let answer = "";
    if (end.is === "challenge") {
      const said = Buffer.from(end.data ?? []).toString();
      const nonce = /^r=([^,]*)/.exec(said)?.[1] ?? "";
      const filled = last.replaceAll("CB", binding ?? "biws").replaceAll("NONCE", nonce);
      const bare = FIRST.exec(first)?.[5] ?? "";
      const proof = proofOf(name, `${bare},${said},${filled.slice(0, Math.max(0, filled.lastIndexOf(",p=")))}`);
      answer = filled.replaceAll("PROOF", proof);
      const [, withoutProof, given, echoed, shown] = LAST.exec(answer) ?? [];
      isRight = given === binding && echoed === nonce && shown === proofOf(name, `${bare},${said},${withoutProof}`);
      end = await exchange.step(Buffer.from(answer));
    }
    const hasSucceeded = end.is === "success";
    if (hasSucceeded !== (binding !== undefined && isRight))
      throw new Wrong(hasSucceeded ? "it succeeds" : "it fails", `${stepText(end)} ${JSON.stringify([first, answer])}`);
    if (end.is === "success" && end.account !== ACCOUNT) throw new Wrong("somebody else", end.account);
    return `${isPlus} ${hash} ${stepText(end).split(" ", 2).join(" ")}`;
  },
};

const MAX_WORK = 10_000;
const SERVER_FIRSTS = [
  "r=abcsrv,s=c2FsdA==,i=2",
  "r=abcsrv,s=c2FsdA==,i=2,h=x,t=0304",
  "r=abc,s=c2FsdA==,i=2",
  "r=abcsrv,s=,i=2",
  "r=abcsrv,s=c2FsdA==,i=0",
  "r=abcsrv,s=c2FsdA==,i=2000000",
  "m=x,r=abcsrv,s=c2FsdA==,i=2",
];

export const answers: Target = {
  name: "scram-answers",
  share: 0.5,
  seeds: SERVER_FIRSTS.flatMap((first) => [
    `1${BETWEEN}${first}${BETWEEN}v=SIGNATURE`,
    `2${BETWEEN}${first}${BETWEEN}e=x`,
  ]),
  words: [",", "=", "r=abc", "s=", "i=", "v=", "v=SIGNATURE", "e=other-error", "=", "1", "4096"],
  check: async (input) => {
    const [digit = "", first = "", last = ""] = input.toString().split(BETWEEN);
    const known = HASHES[digit];
    if (!known) return "no script";
    // What it may cost is bounded elsewhere: here, as many iterations as an input has time for.
    const [, nonce = "", salt = "", count = ""] = /^r=([^,]*),s=([^,]*),i=(\d+)/.exec(first) ?? [];
    if (Number(count) > MAX_WORK && Number(count) <= 1_000_000) return "long work";
    const exchange = scramExchange({
      hash: known.hash,
      username: "user",
      password: PASSWORD,
      binding: "n",
      nonce: "abc",
    });
    let said: string;
    try {
      said = await exchange.answer(first);
    } catch (error) {
      if (!(error instanceof ScramError)) throw error;
      return "refused";
    }
    if (!nonce.startsWith("abc") || nonce === "abc") throw new Wrong("the nonce is not continued", nonce);
    const [withoutProof = "", proof = ""] = said.split(",p=");
    const authMessage = `n=user,r=abc,${first},${withoutProof}`;
    const bytes = Buffer.from(salt, "base64");
    if (proof !== proofOf(known.name, authMessage, bytes, Number(count))) throw new Wrong("the proof", said);
    const salted = pbkdf2Sync(PASSWORD, bytes, Number(count), createHash(known.name).digest().length, known.name);
    const serverKey = createHmac(known.name, salted).update("Server Key").digest();
    const signature = createHmac(known.name, serverKey).update(authMessage).digest("base64");
    const isProven = exchange.isProven(last.replace("SIGNATURE", signature));
    if (isProven && !last.includes("v=SIGNATURE")) throw new Wrong("a signature is believed", last);
    if (!isProven && last === "v=SIGNATURE") throw new Wrong("the signature is refused", last);
    return `answered ${isProven}`;
  },
};
