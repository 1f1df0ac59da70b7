/** XEP-0484: tokens before and after an authentication. */
import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { saslContext } from "../../../tests/support/client/sasl-context.ts";
import { xml } from "../../stanza.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream } from "../feature.ts";
import { type FastToken, type FastTokens, fast } from "./fast.ts";

const NS = "urn:xmpp:fast:0";
const NONE = "HT-SHA-256-NONE";
const AGENT = { id: "d4565fa7-4d72-4749-b3d3-740edbf87770" } as UserAgent;
const TOKEN: FastToken = { text: "secret", isExpired: false, count: -1, isDue: false };

/** A stream in plaintext, to which only unbound tokens go, and tokens that note what is done with them. */
function setUp() {
  const done: string[] = [];
  const disk = Promise.withResolvers<void>();
  const tokens: FastTokens<FastToken> = {
    of: () => [TOKEN],
    used: () => void done.push("used"),
    revoke: () => void done.push("revoked"),
    issue: () => {
      done.push("issued");
      return { text: "another", expiry: 0 };
    },
    synced: () => disk.promise,
  };
  const stream = { tls: undefined, account: "user@example.org" } as NegotiatingStream;
  return { done, disk, stream, feature: fast(tokens) };
}

const request = (...children: Parameters<typeof xml>[2][]) => xml("authenticate", { mechanism: NONE }, ...children);
const proof = Buffer.concat([Buffer.from("user\0"), createHmac("sha256", TOKEN.text).update("Initiator").digest()]);

test("§3.3, §3.5: a token is sent, or invalidated, once that is on the disk", async () => {
  for (const wish of [
    xml("request-token", { xmlns: NS, mechanism: NONE }),
    xml("fast", { xmlns: NS, invalidate: "true" }),
  ]) {
    const { disk, stream, feature } = setUp();
    const used = request(xml("fast", { xmlns: NS }));
    await feature.mechanism(stream, used, AGENT)?.start(saslContext()).step(proof);
    let isTold = false;
    const told = feature.renew(stream, request(wish), AGENT).then(() => {
      isTold = true;
    });
    await Bun.sleep(1);
    expect(isTold).toBe(false);
    disk.resolve();
    await told;
  }
});

test("an attempt without a token does not invalidate the token of an earlier attempt", async () => {
  const { done, disk, stream, feature } = setUp();
  disk.resolve();
  const used = request(xml("fast", { xmlns: NS }));
  await feature.mechanism(stream, used, AGENT)?.start(saslContext()).step(proof);
  expect(done).toEqual(["used"]);
  // Refused for another reason: the password is tried.
  expect(feature.mechanism(stream, xml("authenticate", { mechanism: "PLAIN" }), AGENT)).toBeUndefined();
  await feature.renew(stream, request(xml("fast", { xmlns: NS, invalidate: "true" })), AGENT);
  expect(done).toEqual(["used"]);
});
