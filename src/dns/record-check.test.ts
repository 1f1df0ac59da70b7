import { describe, expect, test } from "bun:test";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { checkRecords, openWorld } from "./record-check.ts";
import { recordsFor } from "./records.ts";
import type { RecordType, RecordValues, Resolver } from "./resolver.ts";

type World = { readonly [Type in RecordType]?: Readonly<Record<string, DnsAnswer<RecordValues[Type]>>> };

/** A resolver to which nothing is there but this. */
const seeing = (world: World): Resolver => ({
  query: async (type, name) => world[type]?.[name] ?? { state: "absent" },
});
const found = <Value>(...values: Value[]): DnsAnswer<Value> => ({ state: "found", values });
const timeout = { state: "unknown", reason: "timeout" } as const;

const ports = { "xmpp-client": 5222, "xmpps-client": undefined, "xmpp-server": undefined, "xmpps-server": undefined };
const records = recordsFor({
  domains: ["example.com"],
  host: "tintin.example.com",
  addresses: ["192.0.2.12", "2001:db8::12"],
  ports,
  rooms: "rooms",
});
const sights = async (world: World): Promise<Readonly<Record<string, unknown>>> => {
  const checked = await checkRecords(await openWorld(records, ["example.com"], seeing(world)));
  return Object.fromEntries(checked.map(({ record, ...sight }) => [record.type, sight]));
};
const right = { state: "right" };
const srv = (port: number, target: string, priority = 10, weight = 100) => ({ priority, weight, port, target });
const SRV_NAME = "_xmpp-client._tcp.example.com";
/** Another server, and other names of this one. */
const ELSEWHERE: World = {
  A: {
    "tintin.example.com": found("192.0.2.12"),
    "other.example.net": found("192.0.2.12"),
    "chat.old-host.net": found("198.51.100.7"),
    "alias.example.net": found("192.0.2.12"),
  },
};

test("a record that does not exist is missing", async () => {
  const missing = { state: "missing" };
  expect(await sights({})).toEqual({ A: missing, AAAA: missing, SRV: missing, CNAME: missing });
});

test("a record with the domain twice is missing where it should be, and found where it is", async () => {
  const twice = { state: "missing", misplaced: `${SRV_NAME}.example.com` };
  expect(await sights({ SRV: { [twice.misplaced]: found(srv(5222, "tintin.example.com")) } })).toMatchObject({
    SRV: twice,
    A: { state: "missing" },
  });
});

test("records as they should be are right", async () =>
  expect(
    await sights({
      A: { "tintin.example.com": found("192.0.2.12") },
      AAAA: { "tintin.example.com": found("2001:DB8:0::12") },
      SRV: { [SRV_NAME]: found(srv(5222, "tintin.example.com")) },
      CNAME: { "rooms.example.com": found("tintin.example.com") },
    }),
  ).toEqual({ A: right, AAAA: right, SRV: right, CNAME: right }));

test("a query without an answer leaves the record unknown", async () => {
  const world: World = {
    A: { "tintin.example.com": timeout },
    SRV: { [SRV_NAME]: { state: "unknown", reason: "refused" } },
    CNAME: { "rooms.example.com": timeout },
  };
  expect(await sights(world)).toMatchObject({
    A: timeout,
    SRV: { state: "unknown", reason: "refused" },
    CNAME: timeout,
  });
});

describe("SRV", () => {
  const sightOf = async (...values: ReturnType<typeof srv>[]) =>
    (await sights({ ...ELSEWHERE, SRV: { [SRV_NAME]: found(...values) } })).SRV;

  test("priority and weight are the owner's to choose", async () =>
    expect(await sightOf(srv(5222, "tintin.example.com", 0, 5))).toEqual(right));
  test("the target of another host is wrong, also beside the right one", async () => {
    const old = srv(5222, "chat.old-host.net", 5, 0);
    const values = [{ value: "5 0 5222 chat.old-host.net", why: "elsewhere" }];
    expect(await sightOf(old)).toEqual({ state: "wrong", values, isBeside: false });
    expect(await sightOf(old, srv(5222, "tintin.example.com"))).toEqual({ state: "wrong", values, isBeside: true });
  });
  test("another port is wrong", async () =>
    expect(await sightOf(srv(5223, "tintin.example.com"))).toEqual({
      state: "wrong",
      values: [{ value: "10 100 5223 tintin.example.com", why: "port" }],
      isBeside: false,
    }));
  test('RFC 2782: the target "." means that the service is not available', async () =>
    expect(await sightOf(srv(0, ".", 0, 0))).toEqual({
      state: "wrong",
      values: [{ value: "0 0 0 .", why: "refused" }],
      isBeside: false,
    }));
  test("another name of this machine is right; an alias of it is not (RFC 2782), nor one without an address", async () => {
    const world = (target: string): World => ({
      ...ELSEWHERE,
      SRV: { [SRV_NAME]: found(srv(5222, target)) },
      CNAME: { "alias.example.net": found("tintin.example.com") },
    });
    const state = async (target: string) => (await sights(world(target))).SRV;
    expect(await state("other.example.net")).toEqual(right);
    for (const [target, why] of [
      ["alias.example.net", "alias"],
      ["nowhere.example.net", "no-address"],
      ["tintin", "not-whole"],
      ["tintin.example.com.example.com", "domain-twice"],
    ] as const)
      expect(await state(target)).toMatchObject({ state: "wrong", values: [{ why }] });
  });
  test("RFC 6120 §3.2.2: it is optional where the domain itself leads here", async () => {
    const needed = async (world: World) => {
      const checked = await checkRecords(await openWorld(records, ["example.com"], seeing(world)));
      return checked.find(({ record }) => record.type === "SRV")?.record.isOptional;
    };
    expect(await needed({})).toBe(false);
    expect(await needed({ A: { "example.com": found("192.0.2.12") } })).toBe(true);
    expect(await needed({ A: { "example.com": found("192.0.2.12", "198.51.100.7") } })).toBe(false);
    const both = { A: { "example.com": found("192.0.2.12") }, AAAA: { "example.com": found("2001:db8::666") } };
    expect(await needed(both)).toBe(false);
  });
});

describe("two SRV records of one name (XEP-0368)", () => {
  const both = recordsFor({
    domains: ["example.com"],
    host: "tintin.example.com",
    addresses: ["192.0.2.12"],
    ports: { ...ports, "xmpps-client": 5223 },
    sharedPort: 443,
  });
  const name = "_xmpps-client._tcp.example.com";
  const [usual, shared, old] = [
    srv(5223, "tintin.example.com"),
    srv(443, "tintin.example.com", 20),
    srv(5223, "chat.old-host.net", 10),
  ] as const;
  /** Of the record for 5223 and of that for 443. */
  const sightOf = async (...values: ReturnType<typeof srv>[]) => {
    const SRV = values.length > 0 ? { [name]: found(...values) } : {};
    const checked = await checkRecords(await openWorld(both, ["example.com"], seeing({ ...ELSEWHERE, SRV })));
    return checked.flatMap(({ record, ...state }): unknown[] => (record.name === name ? [state] : []));
  };
  const missing = { state: "missing" };

  test("each is right or missing by itself", async () => {
    expect(await sightOf(usual, shared)).toEqual([right, right]);
    expect(await sightOf(usual)).toEqual([right, missing]);
    expect(await sightOf(shared)).toEqual([missing, right]);
    expect(await sightOf()).toEqual([missing, missing]);
  });

  test("what is wrong there is said once", async () => {
    const values = [{ value: "10 100 5223 chat.old-host.net", why: "elsewhere" }];
    expect(await sightOf(old)).toEqual([{ state: "wrong", values, isBeside: false }, missing]);
    expect(await sightOf(old, shared)).toEqual([{ state: "wrong", values, isBeside: false }, right]);
    expect(await sightOf(old, usual, shared)).toEqual([{ state: "wrong", values, isBeside: true }, right]);
  });
});

describe("A and AAAA", () => {
  test("another address is wrong, also beside the right one", async () => {
    const wrong = { state: "wrong", values: [{ value: "198.51.100.7", why: "elsewhere" }] };
    const one = { "tintin.example.com": found("198.51.100.7") };
    expect((await sights({ A: one })).A).toEqual({ ...wrong, isBeside: false });
    const two = { "tintin.example.com": found("198.51.100.7", "192.0.2.12") };
    expect((await sights({ A: two })).A).toEqual({ ...wrong, isBeside: true });
  });

  test("RFC 2782: the target of SRV records has addresses of its own, not an alias", async () => {
    const world: World = {
      A: { "tintin.example.com": found("192.0.2.12") },
      CNAME: { "tintin.example.com": found("box.dyndns.example") },
    };
    expect((await sights(world)).A).toEqual({
      state: "wrong",
      values: [{ value: "box.dyndns.example", why: "alias-instead" }],
      isBeside: false,
    });
  });

  test("of two addresses of the host, each has its own state", async () => {
    const two = recordsFor({ domains: [], host: "a.example", addresses: ["192.0.2.1", "192.0.2.2"], ports });
    const checked = await checkRecords(await openWorld(two, [], seeing({ A: { "a.example": found("192.0.2.2") } })));
    expect(checked.map(({ state }) => state)).toEqual(["missing", "right"]);
  });
});

describe("the rooms' alias", () => {
  const host = { "tintin.example.com": found("192.0.2.12") };
  const sightOf = async (world: World) => (await sights(world)).CNAME;

  test("it may be replaced by the addresses of the host", async () =>
    expect(await sightOf({ A: { ...host, "rooms.example.com": found("192.0.2.12") } })).toEqual(right));
  test("it may lead to the host by another alias", async () =>
    expect(
      await sightOf({
        A: { ...host, "rooms.example.com": found("192.0.2.12") },
        CNAME: { "rooms.example.com": found("example.com") },
      }),
    ).toEqual(right));
  test("an alias of another host is wrong", async () =>
    expect(
      await sightOf({
        A: { ...host, "rooms.example.com": found("198.51.100.7") },
        CNAME: { "rooms.example.com": found("old.example.net") },
      }),
    ).toEqual({ state: "wrong", values: [{ value: "old.example.net", why: "elsewhere" }], isBeside: false }));
  test("an address of another host, as from a wildcard, is wrong", async () =>
    expect(await sightOf({ A: { ...host, "rooms.example.com": found("198.51.100.7") } })).toEqual({
      state: "wrong",
      values: [{ value: "198.51.100.7", why: "elsewhere" }],
      isBeside: false,
    }));
  test("where the host's own name cannot be queried, the state is unknown", async () =>
    expect(await sightOf({ A: { "tintin.example.com": timeout, "rooms.example.com": found("192.0.2.12") } })).toEqual(
      timeout,
    ));
});

test("of a set of thousands of records, a few dozen are looked at", async () => {
  const targets = Array.from({ length: 3000 }, (_, number) => srv(5222, `host${number}.old-host.net`));
  const asked: string[] = [];
  const { query } = seeing({ ...ELSEWHERE, SRV: { [SRV_NAME]: found(...targets) } });
  const counting: Resolver = {
    query: (type, name) => {
      asked.push(name);
      return query(type, name);
    },
  };
  const checked = await checkRecords(await openWorld(records, ["example.com"], counting));
  expect(checked.find(({ record }) => record.type === "SRV")).toMatchObject({ state: "wrong", isBeside: false });
  expect(asked.filter((name) => name.endsWith(".old-host.net")).length).toBeLessThan(100);
});
