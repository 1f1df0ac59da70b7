/** RFC 2136 and RFC 8945 with a name server that nobody here wrote. */
import { afterAll, beforeAll, expect } from "bun:test";
import { createServer } from "node:net";
import { DnsApiError } from "../../src/dns/providers/api.ts";
import { parseCredentials } from "../../src/dns/providers/credentials.ts";
import { rfc2136 } from "../../src/dns/providers/rfc2136.ts";
import { recordSets, recordWriter } from "../../src/dns/providers/writer.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import { recordsFor } from "../../src/dns/records.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { lookAtDns } from "../../src/dns/stray-records.ts";
import { describeWith, testWith } from "../support/needs.ts";
import { type Bind, NAMED, startBind } from "../support/network/bind.ts";

const ZONE = "example.test";
const testBind = testWith([NAMED]);

describeWith([NAMED])("a name server that takes updates (BIND)", () => {
  let bind: Bind;
  beforeAll(async () => {
    bind = await startBind(ZONE, ["chat IN A 192.0.2.7", "_xmpp-server._tcp IN SRV 5 0 5269 old.example.org."]);
  });
  afterAll(() => bind?.stop());

  const apiWith = (changes: Readonly<Record<string, string>> = {}, now = Date.now) =>
    rfc2136({ ...parseCredentials(bind.credentials), ...changes }, { now, timeoutMs: 5000, sleep: Bun.sleep });
  const failureOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.catch((thrown: unknown) => thrown);
    if (error instanceof DnsApiError) return `${error.reason}: ${error.detail}`;
    throw error ?? new Error("it was not refused");
  };
  const one: RecordSet = { name: `x.${ZONE}`, type: "A", ttl: 60, values: ["192.0.2.1"] };

  testBind(
    "RFC 2136 §2.5: all records of a home are written in place of others, and the look at DNS finds them right",
    async () => {
      const deployment = {
        domains: [ZONE],
        host: `chat.${ZONE}`,
        addresses: ["192.0.2.12", "2001:db8::12"],
        ports: { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270 },
        rooms: "rooms",
      };
      const before = await lookAtDns(deployment, bind.resolver);
      expect(before.records.every(({ state }) => state === "right")).toBe(false);
      await recordWriter(apiWith(), bind.resolver).write(recordSets(recordsFor(deployment)));
      const after = await lookAtDns(deployment, bind.resolver);
      expect(after.records.map(({ state }) => state)).toEqual(after.records.map(() => "right"));
    },
  );

  testBind("§2.5.2: a set without values removes what is there; a text may have any octet", async () => {
    const text = { name: `t.${ZONE}`, type: "TXT", ttl: 60 } as const;
    await apiWith().replace(ZONE, [{ ...text, values: ['"a \\"b\\" \\\\c"', `"${"d".repeat(200)}"`] }]);
    const written = await bind.resolver.query("TXT", text.name);
    expect(written.state === "found" && [...written.values].sort()).toEqual(['a "b" \\c', "d".repeat(200)]);
    await apiWith().replace(ZONE, [{ ...text, values: [] }]);
    expect((await bind.resolver.query("TXT", text.name)).state).toBe("absent");
  });

  testBind("RFC 8945 §5.2: a wrong secret, an unknown key and a wrong clock are told apart", async () => {
    const secret = Buffer.alloc(32, 7).toString("base64");
    expect(await failureOf(apiWith({ secret }).replace(ZONE, [one]))).toBe("credentials: BADSIG");
    expect(await failureOf(apiWith({ key: "other." }).replace(ZONE, [one]))).toBe("credentials: BADKEY");
    const behind = () => Date.now() - 600_000;
    expect(await failureOf(apiWith({}, behind).replace(ZONE, [one]))).toBe("clock: BADTIME");
    expect((await bind.resolver.query("A", one.name)).state).toBe("absent");
  });

  testBind("RFC 2136 §3.1.2: a zone or a name of somebody else is said", async () => {
    expect(await failureOf(apiWith().replace("example.org", [{ ...one, name: "x.example.org" }]))).toStartWith(
      "no-zone",
    );
    expect(await failureOf(apiWith().replace(ZONE, [{ ...one, name: "x.example.org" }]))).toBe("no-zone: NOTZONE");
    const writing = (resolver: Resolver) =>
      failureOf(recordWriter(apiWith(), resolver).write([{ ...one, name: "x.example.org" }]));
    // BIND refuses to tell: whose it is may be known later. Where it is known that there is none, nobody asks again.
    expect(await writing(bind.resolver)).toBe("unreachable: NS x.example.org: refused");
    expect(await writing({ query: async () => ({ state: "absent" }) })).toBe("no-zone: x.example.org");
  });

  testBind("§5.3: an answer that is not signed with the key, is cut off, or never comes is no success", async () => {
    const answers: ((request: Buffer) => Buffer | undefined)[] = [
      (request) => Buffer.concat([request.subarray(0, 2), Buffer.from("a8000000000000000000", "hex")]),
      (request) => Buffer.concat([request.subarray(0, 2), Buffer.from("a80000000000ffffffff0000", "hex")]),
      () => Buffer.from("00"),
      (request) => Buffer.concat([request.subarray(0, 2), Buffer.from("a800000000000000000100", "hex")]),
      () => undefined,
    ];
    const seen: string[] = [];
    for (const answer of answers) {
      const server = createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", (request: Buffer) => {
          const sent = answer(request.subarray(2));
          if (sent === undefined) socket.end();
          else socket.end(Buffer.concat([Buffer.of(0, sent.length), sent]));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as { port: number };
      seen.push((await failureOf(apiWith({ server: `127.0.0.1:${port}` }).replace(ZONE, [one]))).split(":")[0] ?? "");
      server.close();
    }
    expect(seen).toEqual(["unreadable", "unreadable", "unreadable", "unreadable", "unreachable"]);
  });
});
