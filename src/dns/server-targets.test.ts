/** What is made of the answers of DNS about another server. */
import { describe, expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import type { DnsAnswer } from "../net/dns-answer.ts";
import type { RecordType, Resolver, SrvValue } from "./resolver.ts";
import { openServerTargets, type Targets } from "./server-targets.ts";

type Answers = Readonly<Record<string, DnsAnswer<SrvValue> | DnsAnswer<string>>>;

/** Answers from a table that may change, by type and name; what it does not hold is absent. */
function resolverWith(answers: Answers) {
  const asked: string[] = [];
  const resolver = {
    query: async (type: RecordType, name: string) => {
      asked.push(`${type} ${name}`);
      return answers[`${type} ${name}`] ?? { state: "absent" };
    },
  } as Resolver;
  return { resolver, asked };
}

const srv = (...values: readonly (readonly [number, number, number, string])[]): DnsAnswer<SrvValue> => ({
  state: "found",
  values: values.map(([priority, weight, port, target]) => ({ priority, weight, port, target })),
});
const found = (...values: readonly string[]): DnsAnswer<string> => ({ state: "found", values });
const SILENCE = { state: "unknown", reason: "timeout" } as const;

const find = (answers: Answers, domain = "verona.example", random = () => 0): Promise<Targets> =>
  openServerTargets({ resolver: resolverWith(answers).resolver, clock: manualClock(), random }).find(domain);
const places = (targets: Targets): readonly string[] =>
  targets.state === "found" ? targets.targets.map(({ host, port, tls }) => `${host}:${port} ${tls}`) : [targets.state];

describe("XEP-0368 §3", () => {
  test("“Both 'xmpp-' and 'xmpps-' records SHOULD be treated as the same record with regard to connection order”", async () => {
    const answers = {
      "SRV _xmpp-server._tcp.verona.example": srv([20, 0, 5269, "c.example"], [0, 0, 5269, "a.example"]),
      "SRV _xmpps-server._tcp.verona.example": srv([10, 0, 5270, "b.example"], [30, 0, 443, "d.example"]),
    };
    expect(places(await find(answers))).toEqual([
      "a.example:5269 starttls",
      "b.example:5270 direct",
      "c.example:5269 starttls",
      "d.example:443 direct",
    ]);
  });
  test("“all priorities and weights are mixed”", async () => {
    const answers = {
      "SRV _xmpp-server._tcp.verona.example": srv([0, 10, 5269, "a.example"]),
      "SRV _xmpps-server._tcp.verona.example": srv([0, 90, 5270, "a.example"]),
    };
    const lots = [0.05, 0.15, 0.95].map(async (lot) => places(await find(answers, "verona.example", () => lot))[0]);
    expect(await Promise.all(lots)).toEqual([
      "a.example:5270 direct",
      "a.example:5270 direct",
      "a.example:5269 starttls",
    ]);
  });
});

describe("a service that is not available", () => {
  const nowhere = srv([0, 0, 0, "."]);
  const direct = "SRV _xmpps-server._tcp.verona.example";
  const starttls = "SRV _xmpp-server._tcp.verona.example";
  const own = { "A verona.example": found("192.0.2.1") };
  test.each([
    [
      'RFC 2782: “A Target of "." means that the service is decidedly not available at this domain”',
      { [starttls]: nowhere },
    ],
    ["both kinds", { [starttls]: nowhere, [direct]: nowhere }],
    ["XEP-0368 §5: direct TLS alone: “MUST NOT perform A/AAAA fallback”", { [direct]: nowhere }],
    ["targets that are no names", { [starttls]: srv([0, 0, 5269, "two words"], [0, 0, 0, "a.example"]) }],
  ])("%s", async (_, answers) => expect(await find({ ...own, ...answers })).toEqual({ state: "refused" }));
  test("XEP-0368 §5: “In this context, this means that Direct TLS is not supported”: STARTTLS may be", async () =>
    expect(places(await find({ [direct]: nowhere, [starttls]: srv([0, 0, 5269, "a.example"]) }))).toEqual([
      "a.example:5269 starttls",
    ]));
  test("and the other way round", async () =>
    expect(places(await find({ [starttls]: nowhere, [direct]: srv([0, 0, 5270, "a.example"]) }))).toEqual([
      "a.example:5270 direct",
    ]));
});

describe("RFC 6120 §3.2.2: without SRV records", () => {
  test.each(["A", "AAAA"])("a domain with an address (%s) is its own server at 5269", async (type) => {
    const targets = await find({ [`${type} verona.example`]: found(type === "A" ? "192.0.2.1" : "2001:db8::1") });
    expect(places(targets)).toEqual(["verona.example:5269 starttls"]);
  });
  test("without an address the domain is absent", async () => expect(await find({})).toEqual({ state: "absent" }));
  test("a name without a dot is absent as well where the resolver refuses to look for it", async () => {
    for (const reason of ["server-failure", "refused"] as const) {
      const refused = { state: "unknown", reason } as const;
      expect(await find({ "A verona": refused, "AAAA verona": refused }, "verona")).toEqual({ state: "absent" });
      expect(await find({ "A verona.example": refused, "AAAA verona.example": refused })).toEqual(refused);
    }
    expect(await find({ "A verona": SILENCE }, "verona")).toEqual(SILENCE);
  });
  test("an IP address is its own target, without a query", async () => {
    const { resolver, asked } = resolverWith({});
    const { find } = openServerTargets({ resolver });
    expect(places(await find("192.0.2.1"))).toEqual(["192.0.2.1:5269 starttls"]);
    expect(places(await find("[2001:db8::1]"))).toEqual(["2001:db8::1:5269 starttls"]);
    expect(asked).toEqual([]);
  });
});

describe("a query without an answer is not “absent”", () => {
  const direct = "SRV _xmpps-server._tcp.verona.example";
  const starttls = "SRV _xmpp-server._tcp.verona.example";
  test.each([
    ["neither kind", { [direct]: SILENCE, [starttls]: SILENCE }],
    ["one kind, and the other is not there", { [starttls]: SILENCE, "A verona.example": found("192.0.2.1") }],
    ["one kind, and the other is nowhere", { [direct]: SILENCE, [starttls]: srv([0, 0, 0, "."]) }],
    ["the addresses", { "A verona.example": SILENCE }],
  ])("%s", async (_, answers) => expect(await find(answers)).toEqual(SILENCE));
  test("the answer to one of the queries is enough", async () =>
    expect(places(await find({ [direct]: SILENCE, [starttls]: srv([0, 0, 5269, "a.example"]) }))).toEqual([
      "a.example:5269 starttls",
    ]));
});

test("RFC 5890 §2.3.2.1: queries are in A-labels", async () => {
  const answers = { "SRV _xmpp-server._tcp.xn--bcher-kva.example": srv([0, 0, 5269, "a.example"]) };
  expect(places(await find(answers, "bücher.example"))).toEqual(["a.example:5269 starttls"]);
  expect(places(await find({ "A xn--bcher-kva.example": found("192.0.2.1") }, "bücher.example"))).toEqual([
    "xn--bcher-kva.example:5269 starttls",
  ]);
});

test("of hundreds of targets the eight preferred ones are tried", async () => {
  const many = Array.from({ length: 300 }, (_, index) => [300 - index, 0, 5269, `h${index}.example`] as const);
  const targets = places(await find({ "SRV _xmpp-server._tcp.verona.example": srv(...many) }));
  expect(targets).toHaveLength(8);
  expect(targets[0]).toBe("h299.example:5269 starttls");
});

describe("the cache", () => {
  function opened(answers: Record<string, DnsAnswer<SrvValue>>) {
    const clock = manualClock();
    const { resolver, asked } = resolverWith(answers);
    return { clock, asked, targets: openServerTargets({ resolver, clock, random: () => 0 }) };
  }
  const name = "SRV _xmpp-server._tcp.verona.example";

  test("targets are cached for five minutes", async () => {
    const answers = { [name]: srv([0, 0, 5269, "old.example"]) };
    const { clock, targets } = opened(answers);
    await targets.find("verona.example");
    answers[name] = srv([0, 0, 5269, "new.example"]);
    clock.advance(299_999);
    expect(places(await targets.find("verona.example"))).toEqual(["old.example:5269 starttls"]);
    clock.advance(1);
    expect(places(await targets.find("verona.example"))).toEqual(["new.example:5269 starttls"]);
  });
  test("an absent server is cached for a minute", async () => {
    const answers: Record<string, DnsAnswer<SrvValue>> = {};
    const { clock, targets } = opened(answers);
    expect(places(await targets.find("verona.example"))).toEqual(["absent"]);
    answers[name] = srv([0, 0, 5269, "new.example"]);
    clock.advance(59_999);
    expect(places(await targets.find("verona.example"))).toEqual(["absent"]);
    clock.advance(1);
    expect(places(await targets.find("verona.example"))).toEqual(["new.example:5269 starttls"]);
  });
  test.each([
    ["that nobody could be asked", { [name]: SILENCE }],
    ["half an answer", { [name]: srv([0, 0, 5269, "a.example"]), "SRV _xmpps-server._tcp.verona.example": SILENCE }],
  ])("not %s", async (_, answers) => {
    const { asked, targets } = opened(answers);
    await targets.find("verona.example");
    const before = asked.length;
    await targets.find("verona.example");
    expect(asked.length).toBe(2 * before);
  });
  test("the order is drawn anew from cached targets", async () => {
    const { resolver, asked } = resolverWith({ [name]: srv([0, 50, 1, "a.example"], [0, 50, 2, "b.example"]) });
    let lot = 0;
    const targets = openServerTargets({ resolver, clock: manualClock(), random: () => lot });
    expect(places(await targets.find("verona.example"))[0]).toBe("a.example:1 starttls");
    lot = 0.99;
    expect(places(await targets.find("verona.example"))[0]).toBe("b.example:2 starttls");
    expect(asked).toHaveLength(2);
  });
  test("concurrent lookups share one query", async () => {
    const { asked, targets } = opened({ [name]: srv([0, 0, 5269, "a.example"]) });
    const answers = await Promise.all([targets.find("verona.example"), targets.find("verona.example")]);
    expect(answers[0]).toEqual(answers[1]);
    expect(asked).toHaveLength(2);
  });
  test("a thousand domains are cached, and the first is dropped for the next", async () => {
    const { asked, targets } = opened({});
    for (let index = 0; index <= 1000; index += 1) await targets.find(`d${index}.example`);
    const before = asked.length;
    await targets.find("d1000.example");
    await targets.find("d1.example");
    expect(asked.length).toBe(before);
    await targets.find("d0.example");
    expect(asked.length).toBe(before + 4);
  });
});
