import { expect, test } from "bun:test";
import { xml } from "../../stanza.ts";
import { signIn } from "./connect.ts";
import { mechanismFor } from "./sasl.ts";
import { ALICE, BIND, featuresWith, resultOf, type Script, SUCCESS, scriptedServer } from "./testing.ts";

const NEVER = new AbortController().signal;
const PASSWORD = "wherefore art thou";

/** A server that takes PLAIN, and answers what follows as `then` says. */
const plainServer =
  (then: Script = () => undefined): Script =>
  (sent, headers) => {
    if (sent.includes("<stream:stream")) return headers === 1 ? featuresWith("PLAIN") : BIND;
    if (sent.includes("<auth")) return SUCCESS;
    return sent.includes("xmpp-bind") ? resultOf(sent, "<bind/>") : then(sent, headers);
  };

const problemOf = (script: Script, options?: Parameters<typeof scriptedServer>[1]): Promise<unknown> =>
  signIn(ALICE, PASSWORD, scriptedServer(script, options).deps, NEVER).then(
    () => "in",
    (error) => error.problem,
  );

test("RFC 6120 §6, §7: signs in and binds a resource; no presence is sent, so that messages that wait stay where they are", async () => {
  const { deps, sent } = scriptedServer(plainServer());
  const session = await signIn(ALICE, PASSWORD, deps, NEVER);
  session.end();
  expect(sent.join("")).toContain(Buffer.from(`\0alice\0${PASSWORD}`).toString("base64"));
  expect(sent.join("")).not.toContain("<presence");
});

test("RFC 6120 §13.7.2: no password is sent to a server that does not prove its name", async () => {
  const { deps, sent } = scriptedServer(plainServer(), { isTrusted: false });
  await expect(signIn(ALICE, PASSWORD, deps, NEVER)).rejects.toMatchObject({ problem: "certificate" });
  expect(sent.join("")).not.toContain("<auth");
});

test("RFC 6120 §13.8: nor in plaintext", async () => {
  const { deps, sent } = scriptedServer(() => featuresWith("PLAIN"), { tls: "starttls" });
  await expect(signIn(ALICE, PASSWORD, deps, NEVER)).rejects.toMatchObject({ problem: "no-tls" });
  expect(sent.join("")).not.toContain("<auth");
});

test("a password that is refused, and an account that may not sign in, are told apart", async () => {
  const failing =
    (condition: string): Script =>
    (sent, headers) => {
      if (sent.includes("<auth")) return `<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><${condition}/></failure>`;
      return plainServer()(sent, headers);
    };
  expect(await problemOf(failing("not-authorized"))).toBe("password");
  expect(await problemOf(failing("account-disabled"))).toBe("refused");
  expect(await problemOf((sent) => (sent.includes("<stream:stream") ? featuresWith("X-TOKEN") : undefined))).toBe(
    "refused",
  );
});

test("RFC 5802 §5: a server that skips the proof, or gives a wrong one, is not believed", async () => {
  const skipping: Script = (sent) => (sent.includes("<auth") ? SUCCESS : featuresWith("SCRAM-SHA-1"));
  expect(await problemOf(skipping)).toBe("refused");
  const wrong: Script = (sent) => {
    if (sent.includes("<stream:stream")) return featuresWith("SCRAM-SHA-1");
    if (sent.includes("<response"))
      return `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${Buffer.from("v=AAAA").toString("base64")}</success>`;
    const first = Buffer.from(/>([^<]+)</.exec(sent)?.[1] ?? "", "base64").toString();
    const nonce = /r=(.*)$/.exec(first)?.[1] ?? "";
    const challenge = Buffer.from(`r=${nonce}more,s=QSXCR+Q6sek8bf92,i=4096`).toString("base64");
    return `<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${challenge}</challenge>`;
  };
  expect(await problemOf(wrong)).toBe("refused");
});

test("RFC 5802 §6: a server that offers no channel binding is told that there could be one", async () => {
  const flagFor = async (...mechanisms: readonly string[]): Promise<string | undefined> => {
    const { deps, sent } = scriptedServer((text) =>
      text.includes("<stream:stream") ? featuresWith(...mechanisms) : "</stream:stream>",
    );
    await signIn(ALICE, PASSWORD, deps, NEVER).catch(() => {});
    const first = /<auth[^>]*>([^<]+)</.exec(sent.join(""))?.[1] ?? "";
    return Buffer.from(first, "base64").toString().split(",")[0];
  };
  expect(await flagFor("SCRAM-SHA-1")).toBe("y");
  // Of a kind that it does not name (XEP-0440).
  expect(await flagFor("SCRAM-SHA-1", "SCRAM-SHA-1-PLUS")).toBe("n");
});

test("RFC 6120 §6.3.3: what is bound to the TLS is preferred, then the strongest hash, and PLAIN last", () => {
  const all = ["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "EXTERNAL"];
  expect(mechanismFor(new Set(all), true)?.name).toBe("SCRAM-SHA-256-PLUS");
  expect(mechanismFor(new Set(all), false)?.name).toBe("SCRAM-SHA-256");
  expect(mechanismFor(new Set(["PLAIN", "SCRAM-SHA-1"]), true)?.name).toBe("SCRAM-SHA-1");
  expect(mechanismFor(new Set(["PLAIN"]), true)?.name).toBe("PLAIN");
  expect(mechanismFor(new Set(["EXTERNAL"]), true)).toBeUndefined();
});

test("a stanza that is too large, or no XML, ends it", async () => {
  const huge = plainServer((sent) => resultOf(sent, `<x>${"a".repeat(9_000_000)}</x>`));
  const session = await signIn(ALICE, PASSWORD, scriptedServer(huge).deps, NEVER);
  await expect(session.get(xml("query", { xmlns: "x" }))).rejects.toMatchObject({ problem: "lost" });
  expect(await problemOf(() => "<!DOCTYPE x>")).toBe("unreachable");
});

test("a connection that breaks rejects what waits, and what comes after", async () => {
  const server = scriptedServer(plainServer());
  const session = await signIn(ALICE, PASSWORD, server.deps, NEVER);
  const waiting = session.get(xml("query", { xmlns: "x" }));
  server.cut();
  await expect(waiting).rejects.toMatchObject({ problem: "lost" });
  await expect(session.get(xml("query", { xmlns: "x" }))).rejects.toMatchObject({ problem: "lost" });
});

test("RFC 6120 §8.2.3: a request of the other server is refused, and an answer to nothing is ignored", async () => {
  const script = plainServer((sent) =>
    sent.includes("urn:x")
      ? `<iq type='get' id='q'/><iq type='result' id='other'/>${resultOf(sent, "<ok/>")}`
      : undefined,
  );
  const { deps, sent } = scriptedServer(script);
  const session = await signIn(ALICE, PASSWORD, deps, NEVER);
  expect((await session.get(xml("query", { xmlns: "urn:x" })))?.getName()).toBe("ok");
  expect(sent.join("")).toContain('type="error" id="q"');
});
